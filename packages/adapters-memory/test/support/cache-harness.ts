import type { EntityCacheHarness } from '@foldmart/conformance';
import type { Clock, EntityCache } from '@foldmart/core';
import { MemoryCacheServer, MemoryEntityCache } from '@foldmart/adapters-memory';
import { seededRandom } from './seeded-random.js';

/** Clients of one memory cache. */
export async function memoryCacheHarness(clock: Clock): Promise<EntityCacheHarness> {
  const server = new MemoryCacheServer();
  const random = seededRandom(1);
  const clients: EntityCache[] = [];
  let names = 0;
  return {
    clock,
    uniqueName: (prefix) => `${prefix}-${(names += 1)}`,
    async open() {
      const client = new MemoryEntityCache({ clock, random, server });
      clients.push(client);
      return client;
    },
    async dispose() {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

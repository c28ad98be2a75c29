import { randomUUID } from 'node:crypto';
import { MemoryCacheServer, MemoryEntityCache } from '@foldmart/adapters-memory';
import { entityCacheSuite, realClock, type EntityCacheHarness } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';

async function harness(): Promise<EntityCacheHarness> {
  const server = new MemoryCacheServer();
  return {
    clock: realClock,
    uniqueName: (prefix) => `${prefix}-${randomUUID()}`,
    open: async () =>
      new MemoryEntityCache({ clock: realClock, random: { next: Math.random }, server }),
    dispose: async () => undefined,
  };
}

bindSuite(entityCacheSuite, { adapter: 'example', harness });

import type { System } from '../runtime/system.js';
import { check, type Check, type Complaint } from './check.js';
import { inProcess } from './check-queue.js';

/**
 * Stores an entity in the cache and removes it, then checks that the shop's entities are cached.
 */
export async function checkCache(system: System): Promise<readonly Check[]> {
  if (system.settings.cacheType === 'memory') {
    return [inProcess('cache', 'memory: belongs to one process and ends with it')];
  }
  const roundTrip = await check(`cache (${system.settings.cacheType})`, () =>
    storeAndFetch(system),
  );
  if (!roundTrip.isHealthy) return [roundTrip];
  return [roundTrip, await check('cached entities', () => countEntities(system))];
}

async function storeAndFetch(system: System): Promise<string | Complaint> {
  const { clock, ids } = system;
  const cache = system.cache();
  const kind = `foldmart-doctor-${ids.next()}`;
  const startedAt = clock.monotonic();
  await cache.replaceAll(kind, [{ id: kind, data: { kind } }], {
    ticket: await cache.beginRefresh(kind),
  });
  const found = await cache.get(kind, kind);
  await cache.replaceAll(kind, [], { ticket: await cache.beginRefresh(kind), allowEmpty: true });
  if (found?.data['kind'] !== kind) {
    return {
      finding: 'an entity was stored and then not found',
      remedy: 'find out which other program writes to this cache',
    };
  }
  return `an entity was stored and read back in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
}

async function countEntities(system: System): Promise<string | Complaint> {
  const [users, products] = await Promise.all([
    system.cache().size('users'),
    system.cache().size('products'),
  ]);
  const finding = `users: ${String(users)}, products: ${String(products)}`;
  if (users > 0 && products > 0) return finding;
  return {
    finding: `the cache is empty (${finding})`,
    remedy: 'fill it: foldmart seed, then foldmart cache-worker',
  };
}

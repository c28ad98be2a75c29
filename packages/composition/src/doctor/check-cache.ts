import type { Runtime } from '../runtime/runtime.js';
import { check, type Check, type Complaint } from './check.js';
import { inProcess } from './check-queue.js';
import { withCleanUp } from './with-clean-up.js';

/**
 * Stores an entity in the cache and removes its kind, also if the check fails, then checks that the domain's entities are cached.
 */
export async function checkCache(runtime: Runtime): Promise<readonly Check[]> {
  if (runtime.settings.cacheType === 'memory') {
    return [inProcess('cache', 'memory: belongs to one process and ends with it')];
  }
  const roundTrip = await check(`cache (${runtime.settings.cacheType})`, () =>
    storeAndFetch(runtime),
  );
  if (!roundTrip.isHealthy || runtime.domain.cached.length === 0) return [roundTrip];
  return [roundTrip, await check('cached entities', () => countEntities(runtime))];
}

async function storeAndFetch(runtime: Runtime): Promise<string | Complaint> {
  const { clock, ids } = runtime;
  const cache = runtime.cache();
  const kind = `foldmart-doctor-${ids.next()}`;
  const startedAt = clock.monotonic();
  const found = await withCleanUp(
    async () => {
      const ticket = await cache.beginRefresh(kind);
      await cache.replaceAll(kind, [{ id: kind, data: { kind } }], { ticket });
      return cache.get(kind, kind);
    },
    () => cache.remove(kind),
  );
  if (found?.data['kind'] !== kind) {
    return {
      finding: 'an entity was stored and then not found',
      remedy: 'find out which other program writes to this cache',
    };
  }
  return `an entity was stored and read back in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
}

async function countEntities(runtime: Runtime): Promise<string | Complaint> {
  const kinds = runtime.domain.cached.map(({ kind }) => kind.name);
  const sizes = await Promise.all(kinds.map((kind) => runtime.cache().size(kind)));
  const finding = kinds.map((kind, place) => `${kind}: ${String(sizes[place])}`).join(', ');
  if (sizes.every((size) => size > 0)) return finding;
  return {
    finding: `the cache is not filled (${finding})`,
    remedy: 'fill it: foldmart cache-worker',
  };
}

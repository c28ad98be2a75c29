import assert from 'node:assert/strict';
import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { entities, refresh } from './entities.js';

export const statisticsCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'a client without a look-up has no hit rate',
    async run(harness) {
      const cache = await harness.open();
      await refresh(cache, harness.uniqueName('kind'), entities(5));
      const { hits, misses, hitRate } = await cache.stats();
      assert.deepEqual({ hits, misses, hitRate }, { hits: 0, misses: 0, hitRate: null });
    },
  },
  {
    name: 'a look-up is one hit if it finds something, else one miss',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await cache.sample(kind, 3);
      await cache.get(kind, 'book-0');
      await refresh(cache, kind, entities(5));
      await cache.sample(kind, 3);
      await cache.sample(kind, 99);
      await cache.get(kind, 'book-0');
      await cache.get(kind, 'missing');
      await cache.get(kind, 'book-4');
      await cache.size(kind);
      const { hits, misses, hitRate } = await cache.stats();
      assert.deepEqual({ hits, misses, hitRate }, { hits: 4, misses: 3, hitRate: 4 / 7 });
    },
  },
  {
    name: 'each client counts its own look-ups',
    async run(harness) {
      const [one, other] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      await refresh(one, kind, entities(5));
      await one.sample(kind, 1);
      assert.equal((await one.stats()).hits, 1);
      assert.equal((await other.stats()).hits, 0);
    },
  },
  {
    name: 'the memory in use is a number of bytes, or null',
    async run(harness) {
      const cache = await harness.open();
      await refresh(cache, harness.uniqueName('kind'), entities(5));
      const { memoryBytes } = await cache.stats();
      assert.ok(memoryBytes === null || memoryBytes > 0, `${String(memoryBytes)} bytes`);
    },
  },
];

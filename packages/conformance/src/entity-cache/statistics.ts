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
    name: 'the look-ups of all clients count for their kind, and for no other one',
    async run(harness) {
      const [one, other] = [await harness.open(), await harness.open()];
      const [kind, otherKind] = [harness.uniqueName('kind'), harness.uniqueName('kind')];
      await refresh(one, kind, entities(5));
      await one.sample(kind, 1);
      await one.get(kind, 'missing');
      await other.get(kind, 'book-0');
      await other.get(otherKind, 'book-0');
      await other.kindStats(kind);
      const { size, hits, misses, hitRate } = await one.kindStats(kind);
      assert.deepEqual(
        { size, hits, misses, hitRate },
        { size: 5, hits: 2, misses: 1, hitRate: 2 / 3 },
      );
    },
  },
  {
    name: 'a client that closes has counted its look-ups',
    async run(harness) {
      const [one, other] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      await refresh(one, kind, entities(5));
      await one.sample(kind, 2);
      await one.close();
      assert.equal((await other.kindStats(kind)).hits, 1);
    },
  },
  {
    name: 'replacements of a kind are counted, superseded ones are not, and the last one has an age',
    async run(harness) {
      const [one, other] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      const late = await one.beginRefresh(kind);
      await refresh(one, kind, entities(5));
      await refresh(other, kind, entities(3));
      await one.replaceAll(kind, entities(2), { ticket: late });
      const { size, refreshes, sinceRefreshMs } = await other.kindStats(kind);
      assert.deepEqual({ size, refreshes }, { size: 3, refreshes: 2 });
      assert.ok(sinceRefreshMs !== null && sinceRefreshMs >= 0, `${String(sinceRefreshMs)} ms`);
    },
  },
  {
    name: 'the statistics of a kind begin with nothing, and again when it is removed',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const nothing = {
        size: 0,
        hits: 0,
        misses: 0,
        hitRate: null,
        refreshes: 0,
        sinceRefreshMs: null,
      };
      assert.deepEqual(await cache.kindStats(kind), nothing);
      await refresh(cache, kind, entities(5));
      await cache.sample(kind, 1);
      await cache.remove(kind);
      assert.deepEqual(await cache.kindStats(kind), nothing);
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

import assert from 'node:assert/strict';
import type { EntityCacheHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { entities, refresh } from './entities.js';

export const closeCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'a cache is connected until it is closed',
    async run(harness) {
      const cache = await harness.open();
      assert.equal(await cache.isConnected(), true);
      await cache.close();
      assert.equal(await cache.isConnected(), false);
    },
  },
  {
    name: 'closing a cache again, or twice at once, is not an error',
    async run(harness) {
      const cache = await harness.open();
      await Promise.all([cache.close(), cache.close()]);
      await cache.close();
    },
  },
  {
    name: 'a closed cache rejects every call',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const ticket = await cache.beginRefresh(kind);
      await cache.close();
      const closed = { reason: 'closed' } as const;
      await portErrorOf(cache.beginRefresh(kind), closed);
      await portErrorOf(cache.replaceAll(kind, entities(1), { ticket }), closed);
      await portErrorOf(cache.sample(kind, 1), closed);
      await portErrorOf(cache.get(kind, 'book-0'), closed);
      await portErrorOf(cache.size(kind), closed);
      await portErrorOf(cache.stats(), closed);
    },
  },
  {
    name: 'closing one client affects neither the others nor what is cached',
    async run(harness) {
      const [one, other] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      await refresh(one, kind, entities(5));
      await one.close();
      assert.equal(await other.isConnected(), true);
      assert.equal((await other.sample(kind, 9)).length, 5);
    },
  },
];

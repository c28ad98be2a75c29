import assert from 'node:assert/strict';
import type { CachedEntity, EntityCache } from '@foldmart/core';
import type { EntityCacheHarness } from '../harness.js';
import { validationErrorOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { entities, refresh, sortedIds } from './entities.js';

export const replacementCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'every client reads what was stored, unchanged',
    async run(harness) {
      const [writer, reader] = [await harness.open(), await harness.open()];
      const kind = harness.uniqueName('kind');
      assert.equal(await refresh(writer, kind, hardEntities), 'replaced');
      assert.equal(await reader.size(kind), hardEntities.length);
      for (const entity of hardEntities) {
        assert.deepEqual(await reader.get(kind, entity.id), entity, JSON.stringify(entity.id));
      }
      assert.deepEqual(sortedIds(await reader.sample(kind, 99)), sortedIds(hardEntities));
    },
  },
  {
    name: 'ids named like an object’s own properties are not found unless stored',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(3));
      for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
        assert.equal(await cache.get(kind, id), undefined, JSON.stringify(id));
        assert.equal(await cache.size(id), 0, `a kind called ${JSON.stringify(id)}`);
      }
    },
  },
  {
    name: 'a replacement leaves nothing of the set before',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(10, 1));
      const second = [{ id: 'other', data: { generation: 2 } }, ...entities(2, 2)];
      await refresh(cache, kind, second);
      assert.equal(await cache.size(kind), 3);
      assert.equal(await cache.get(kind, 'book-5'), undefined);
      assert.deepEqual(await cache.get(kind, 'book-1'), second[2]);
      assert.deepEqual(sortedIds(await cache.sample(kind, 99)), sortedIds(second));
    },
  },
  {
    name: 'kinds are independent of each other',
    async run(harness) {
      const cache = await harness.open();
      const [one, other] = [harness.uniqueName('kind'), harness.uniqueName('kind')];
      await refresh(cache, one, entities(5, 1));
      await refresh(cache, other, entities(7, 2));
      await refresh(cache, one, entities(6, 3));
      assert.deepEqual([await cache.size(one), await cache.size(other)], [6, 7]);
      assert.deepEqual((await cache.get(other, 'book-0'))?.data, entities(1, 2)[0]?.data);
    },
  },
  {
    name: 'a removed kind is empty for every client, other kinds stay, and it can be filled again',
    async run(harness) {
      const [cache, other] = [await harness.open(), await harness.open()];
      const [kind, kept] = [harness.uniqueName('kind'), harness.uniqueName('kind')];
      await cache.remove(kind);
      await refresh(cache, kind, entities(5, 1));
      await refresh(cache, kept, entities(4, 1));
      await cache.remove(kind);
      assert.equal(await other.size(kind), 0);
      assert.equal(await other.get(kind, 'book-0'), undefined);
      assert.deepEqual(await other.sample(kind, 9), []);
      assert.equal(await other.size(kept), 4);
      assert.equal(await refresh(other, kind, entities(2, 2)), 'replaced');
      assert.equal(await cache.size(kind), 2);
    },
  },
  {
    name: 'an empty replacement is rejected, and changes nothing',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(5));
      await validationErrorOf(refresh(cache, kind, []));
      const ticket = await cache.beginRefresh(kind);
      await validationErrorOf(cache.replaceAll(kind, [], { ticket, allowEmpty: false }));
      assert.equal(await cache.size(kind), 5);
      assert.equal(await cache.replaceAll(kind, entities(6), { ticket }), 'replaced');
    },
  },
  {
    name: 'an empty replacement that is allowed empties the kind, which can be filled again',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(5));
      const ticket = await cache.beginRefresh(kind);
      const outcome = await cache.replaceAll(kind, [], { ticket, allowEmpty: true });
      assert.equal(outcome, 'replaced');
      await assertEmpty(cache, kind);
      assert.equal(await refresh(cache, kind, entities(4)), 'replaced');
      assert.equal(await cache.size(kind), 4);
    },
  },
  {
    name: 'a set with a repeated id is rejected, and changes nothing',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(5, 1));
      const twice = [...entities(3, 2), { id: 'book-1', data: { generation: 2 } }];
      await validationErrorOf(refresh(cache, kind, twice));
      assert.equal(await cache.size(kind), 5);
      assert.deepEqual((await cache.get(kind, 'book-1'))?.data, entities(2, 1)[1]?.data);
    },
  },
  {
    name: 'twenty thousand entities are replaced, counted and found',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      await refresh(cache, kind, entities(20_000, 1));
      await refresh(cache, kind, entities(20_000, 2));
      assert.equal(await cache.size(kind), 20_000);
      assert.deepEqual(await cache.get(kind, 'book-19999'), entities(20_000, 2)[19_999]);
      const found = await cache.sample(kind, 500);
      assert.equal(new Set(found.map(({ id }) => id)).size, 500);
      for (const { data } of found) assert.equal(data['generation'], 2);
    },
  },
  {
    name: 'later changes to the caller’s objects do not change the cache',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      const data = { title: 'as it was', list: [1, 2] };
      await refresh(cache, kind, [{ id: 'book', data }]);
      data.title = 'changed';
      data.list.push(3);
      const found = await cache.get(kind, 'book');
      assert.deepEqual(found?.data, { title: 'as it was', list: [1, 2] });
    },
  },
];

/** Ids and data that a careless cache would confuse, split or lose. */
const hardEntities: readonly CachedEntity[] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '홍길동 👍',
  'a:b:c',
  'a b\nc\td',
  '{"id":1}',
  '0',
  '-1',
  'x'.repeat(1_000),
].map((id, index) => ({
  id,
  data: {
    index,
    title: '전자제품 “x” \t \\',
    price: 13.37,
    nothing: null,
    nested: { list: [{ deep: [] }] },
  },
}));

async function assertEmpty(cache: EntityCache, kind: string): Promise<void> {
  assert.equal(await cache.size(kind), 0);
  assert.deepEqual(await cache.sample(kind, 9), []);
  assert.equal(await cache.get(kind, 'book-0'), undefined);
}

import assert from 'node:assert/strict';
import type { ReadModelStore, Row } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { place, shelfModel, shelfTallyModel } from './shelf-models.js';
import { inlineWriter } from './writing.js';

/** In the order of their UTF-8 bytes, which is not that of their UTF-16 units, nor of any language. */
const shelves = [
  '',
  ' ',
  '10',
  '9',
  'A',
  'Z',
  '_',
  'a',
  'a b',
  'aa',
  'z',
  'é',
  '가',
  '\uffee',
  '👍',
];
const places = [-10, -1, 0, 2, 9, 10, 100];

export const readingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty read model has no rows',
    async run(harness) {
      const { instance } = await inlineWriter(harness);
      assert.equal(await instance.readModels.count(shelfModel), 0);
      assert.equal(await instance.readModels.get(shelfModel, place('a', 1)), undefined);
      assert.deepEqual(await instance.readModels.scan(shelfModel, { limit: 10 }), []);
    },
  },
  {
    name: 'rows are counted, and found by their whole key',
    async run(harness) {
      const { instance, write } = await inlineWriter(harness);
      await write(inserts([place('a', 1), place('a', 2), place('b', 1)]));
      assert.equal(await instance.readModels.count(shelfModel), 3);
      assert.equal(await instance.readModels.count(shelfTallyModel), 0);
      const row = await instance.readModels.get(shelfModel, place('a', 2));
      assert.deepEqual([row?.['shelf'], row?.['place']], ['a', 2]);
      assert.equal(await instance.readModels.get(shelfModel, place('b', 2)), undefined);
    },
  },
  {
    name: 'rows are read in key order: text by its bytes, numbers by their value',
    async run(harness) {
      const { instance, write } = await inlineWriter(harness);
      const keys = shelves.flatMap((shelf) => places.map((nth) => place(shelf, nth)));
      await write(inserts([...keys].reverse()));
      for (const limit of [1, 4, keys.length, 1_000]) {
        assert.deepEqual(await pages(instance.readModels, limit), keys, `pages of ${limit}`);
      }
    },
  },
  {
    name: 'reading continues after any key, even one that does not exist',
    async run(harness) {
      const { instance, write } = await inlineWriter(harness);
      await write(inserts([place('a', 1), place('a', 3), place('c', -5)]));
      const behind = async (key: Row): Promise<readonly Row[]> =>
        (await instance.readModels.scan(shelfModel, { after: key, limit: 10 })).map(keyOf);
      assert.deepEqual(await behind(place('a', 1)), [place('a', 3), place('c', -5)]);
      assert.deepEqual(await behind(place('a', 2)), [place('a', 3), place('c', -5)]);
      assert.deepEqual(await behind(place('b', 0)), [place('c', -5)]);
      assert.deepEqual(await behind(place('c', -5)), []);
    },
  },
  {
    name: 'another process reads the same rows',
    async run(harness) {
      const { instance, write } = await inlineWriter(harness);
      await write(inserts([place('a', 1)]));
      const { instance: other } = await inlineWriter(harness);
      assert.deepEqual(
        await other.readModels.get(shelfModel, place('a', 1)),
        await instance.readModels.get(shelfModel, place('a', 1)),
      );
    },
  },
];

type Inserts = Parameters<Awaited<ReturnType<typeof inlineWriter>>['write']>[0];

function inserts(rows: readonly Row[]): Inserts {
  return rows.map((row) => ({ op: 'insert', model: shelfModel.name, row }));
}

function keyOf({ shelf, place: nth }: Row): Row {
  return { shelf, place: nth };
}

/** The keys of all rows, read page by page. */
async function pages(readModels: ReadModelStore, limit: number): Promise<readonly Row[]> {
  const keys: Row[] = [];
  for (;;) {
    const after = keys.at(-1);
    const rows = await readModels.scan(shelfModel, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    if (rows.length === 0) return keys;
    assert.ok(rows.length <= limit, `a page of ${rows.length}`);
    keys.push(...rows.map(keyOf));
  }
}

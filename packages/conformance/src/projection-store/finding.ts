import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPortError, type AnyRowQuery, type ReadModelStore, type Row } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { runCount } from '../models/run-count.js';
import { rejectionOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { foundModel, lose, storeWith } from './finding-models.js';
import { queryOn, randomQueries, randomRows, type RandomQuery } from './random-queries.js';
import { referenceFind } from './reference-find.js';

/** In the order of their UTF-8 bytes. */
const titles = ['', ' ', '10', '9', 'A', 'Z', '_', 'a', 'aa', 'z', 'é', '가', '\uffee', '👍'];

const refused: Readonly<Record<string, unknown>> = {
  'by columns that no index has': { index: ['notes'], limit: 1 },
  'by the first columns of an index alone': { index: ['genre'], limit: 1 },
  'by an index with the column of arrival': { index: ['seen_at', 'arrival'], limit: 1 },
  'by equality on other columns than the first of the index': {
    index: ['genre', 'price'],
    where: { price: 1 },
    limit: 1,
  },
  'by equality on a column outside the index': {
    index: ['genre', 'price'],
    where: { genre: 'a', title: 'b' },
    limit: 1,
  },
  'by a range if the index has no column left': {
    index: ['title'],
    where: { title: 'a' },
    range: { gt: 'a' },
    limit: 1,
  },
  'by a value that its column cannot hold': {
    index: ['copies'],
    where: { copies: 'many' },
    limit: 1,
  },
  'by a range that is bounded by null': { index: ['copies'], range: { gt: null }, limit: 1 },
  'by an unknown bound': { index: ['copies'], range: { above: 1 }, limit: 1 },
  'in an unknown order': { index: ['copies'], order: 'down', limit: 1 },
  'after a row without its key': { index: ['copies'], after: { copies: 1 }, limit: 1 },
  'after a row that the query does not select': {
    index: ['genre', 'price'],
    where: { genre: 'a' },
    after: { shelf: 'a', place: 1, genre: 'b', price: 1 },
    limit: 1,
  },
};

export const findingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'rows are found by the first columns of an index, and a range of the next',
    async run(harness) {
      const prices = [1, 2, 3, 10, null];
      const rows = prices.flatMap((price, place) =>
        ['novel', 'poem'].map((genre) => ({ shelf: genre, place, genre, price })),
      );
      const { readModels } = await storeWith(harness, rows);
      const pricesOf = async (query: Partial<AnyRowQuery>): Promise<readonly unknown[]> => {
        const found = await find(readModels, { index: ['genre', 'price'], limit: 10, ...query });
        return found.map(({ genre, price }) => `${String(genre)} ${String(price)}`);
      };
      const where = { genre: 'poem' };
      assert.deepEqual(
        await pricesOf({ where }),
        [null, 1, 2, 3, 10].map((each) => `poem ${each}`),
      );
      assert.deepEqual(await pricesOf({ where, range: { gt: 1, lte: '3.00' } }), [
        'poem 2',
        'poem 3',
      ]);
      assert.deepEqual(await pricesOf({ where, range: { gte: 1, lt: 3 } }), ['poem 1', 'poem 2']);
      assert.deepEqual(await pricesOf({ where, range: { lt: 100 } }), [
        'poem 1',
        'poem 2',
        'poem 3',
        'poem 10',
      ]);
      assert.deepEqual(await pricesOf({ where: { genre: 'poem', price: '10.0' } }), ['poem 10']);
      assert.deepEqual(await pricesOf({ where: { genre: 'poem', price: null } }), ['poem null']);
      assert.deepEqual(await pricesOf({ where: { genre: 'essay' } }), []);
      assert.deepEqual(await pricesOf({ range: { lt: 'o' }, limit: 2 }), ['novel null', 'novel 1']);
    },
  },
  {
    name: 'null is first in ascending order, and last in descending order',
    async run(harness) {
      const rows = [3, null, 1, null, 2].map((copies, place) => ({ shelf: 'a', place, copies }));
      const { readModels } = await storeWith(harness, rows);
      const index = ['copies'];
      const up = await find(readModels, { index, limit: 10 });
      assert.deepEqual(up.map(placeOf), [1, 3, 2, 4, 0]);
      const down = await find(readModels, { index, order: 'descending', limit: 10 });
      assert.deepEqual(down.map(placeOf), [0, 4, 2, 3, 1]);
    },
  },
  {
    name: 'text is found in the order of its UTF-8 bytes',
    async run(harness) {
      const rows = titles.map((title, place) => ({ shelf: 'a', place, title }));
      const { readModels } = await storeWith(harness, rows.toReversed());
      const found = await find(readModels, { index: ['title'], limit: 100 });
      assert.deepEqual(
        found.map(({ title }) => title),
        titles,
      );
      const behind = await find(readModels, { index: ['title'], range: { gt: 'z' }, limit: 100 });
      assert.deepEqual(behind.map(placeOf), [10, 11, 12, 13]);
    },
  },
  {
    name: 'rows with equal values in an index are found in the order of their keys',
    async run(harness) {
      const keys = ['가', 'b', 'B', 'a'].flatMap((shelf) =>
        [10, 9, -1].map((place) => ({ shelf, place, copies: 1 })),
      );
      const { readModels } = await storeWith(harness, keys);
      const inOrder = await readModels.scan(foundModel, { limit: 100 });
      const found = await find(readModels, { index: ['copies'], where: { copies: 1 }, limit: 100 });
      assert.deepEqual(found, inOrder);
    },
  },
  {
    name: 'rows are found by the first column of their key',
    async run(harness) {
      const rows = ['a', 'b'].flatMap((shelf) => [3, 1, 2].map((place) => ({ shelf, place })));
      const { readModels } = await storeWith(harness, rows);
      const index = ['shelf', 'place'];
      const found = await find(readModels, { index, where: { shelf: 'b' }, limit: 10 });
      assert.deepEqual(found.map(placeOf), [1, 2, 3]);
      const range = { gte: 2 };
      const some = await find(readModels, { index, where: { shelf: 'a' }, range, limit: 10 });
      assert.deepEqual(some.map(placeOf), [2, 3]);
    },
  },
  {
    name: 'pages together hold every row, in either order, with null and ties',
    async run(harness) {
      const values = [null, 1, 2];
      const rows = values.flatMap((copies) =>
        values.flatMap((day) =>
          values.flatMap((lent) =>
            ['a', 'b'].map((shelf) => ({
              shelf,
              place: [copies, day, lent].reduce<number>((sum, each) => sum * 4 + (each ?? 0), 0),
              copies,
              seen_at: day === null ? null : `2026-03-0${day}T00:00:00Z`,
              is_lent: lent === null ? null : lent === 1,
            })),
          ),
        ),
      );
      const { readModels } = await storeWith(harness, rows);
      for (const order of ['ascending', 'descending'] as const) {
        const query = { index: ['is_lent', 'seen_at', 'copies'], order };
        const whole = await find(readModels, { ...query, limit: 1_000 });
        assert.equal(whole.length, rows.length);
        for (const limit of [1, 5, 54]) {
          assert.deepEqual(
            await pages(readModels, { ...query, limit }),
            whole,
            `${order}, ${limit}`,
          );
        }
      }
    },
  },
  {
    name: 'a page starts after a row that no longer exists',
    async run(harness) {
      const rows = [1, 2, 3, 4].map((place) => ({ shelf: 'a', place, copies: 1 }));
      const instance = await storeWith(harness, rows);
      const query = { index: ['copies'], limit: 2 };
      const page = await find(instance.readModels, query);
      await lose(harness, instance, [
        { shelf: 'a', place: 2 },
        { shelf: 'a', place: 3 },
      ]);
      const next = await find(instance.readModels, { ...query, after: page.at(-1) ?? {} });
      assert.deepEqual(next.map(placeOf), [4]);
    },
  },
  ...Object.entries(refused).map(([what, query]) => ({
    name: `finding rows ${what} is rejected`,
    async run(harness: EventStoreHarness) {
      const { readModels } = await storeWith(harness, [{ shelf: 'a', place: 1 }]);
      const error = await rejectionOf(find(readModels, query as AnyRowQuery), 'the query');
      assert.ok(isPortError(error) && error.reason === 'rejected', String(error));
    },
  })),
  {
    name: 'found rows agree with the model over random rows and queries',
    timeoutMs: 300_000,
    async run(harness) {
      await fc.assert(
        fc.asyncProperty(
          randomRows,
          fc.array(randomQueries, { minLength: 40, maxLength: 40 }),
          (given, queries) => agree(harness, given, queries),
        ),
        { numRuns: runCount(20), endOnFailure: true },
      );
    },
  },
];

async function agree(
  harness: EventStoreHarness,
  given: readonly Row[],
  queries: readonly RandomQuery[],
): Promise<void> {
  const instance = await storeWith(harness, given);
  const rows = await instance.readModels.scan(foundModel, { limit: 1_000 });
  try {
    for (const query of queries.map((each) => queryOn(each, rows))) {
      const expected = referenceFind(foundModel, rows, query);
      assert.deepEqual(await find(instance.readModels, query), expected, JSON.stringify(query));
    }
  } finally {
    const keys = rows.map(({ shelf, place }) => ({ shelf, place }));
    await lose(harness, instance, keys);
  }
}

/** A store may throw synchronously or reject. */
async function find(readModels: ReadModelStore, query: AnyRowQuery): Promise<readonly Row[]> {
  return readModels.find(foundModel, query);
}

function placeOf({ place }: Row): unknown {
  return place;
}

/** All rows of a query, page by page. */
async function pages(readModels: ReadModelStore, query: AnyRowQuery): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1);
    const page = await find(readModels, after === undefined ? query : { ...query, after });
    if (page.length === 0) return rows;
    assert.ok(page.length <= query.limit, `a page of ${page.length}`);
    rows.push(...page);
  }
}

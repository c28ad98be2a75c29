import assert from 'node:assert/strict';
import type { DeadLetterFilter, DeadLetterQuery, DeadLetterReason } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { letter, offsetsOf } from './letters.js';

export const listingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'letters are listed by topic, group and reason, and the conditions combine',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([
        letter(1, { reason: 'invalid' }),
        letter(2, { reason: 'invalid', topic: 'other' }),
        letter(3, { reason: 'conflict' }),
        letter(4, { reason: 'conflict', group: 'other' }),
        letter(5, { reason: 'invalid', group: 'other' }),
      ]);
      const expectations: readonly (readonly [DeadLetterQuery, readonly number[]])[] = [
        [{}, [1, 2, 3, 4, 5]],
        [{ topic: 'books' }, [1, 3, 4, 5]],
        [{ topic: 'other' }, [2]],
        [{ group: 'other' }, [4, 5]],
        [{ reason: 'invalid' }, [1, 2, 5]],
        [{ reason: 'conflict', group: 'catalogue' }, [3]],
        [{ reason: 'invalid', topic: 'books', group: 'other' }, [5]],
        [{ reason: 'empty' }, []],
        [{ topic: 'missing' }, []],
      ];
      for (const [query, offsets] of expectations) {
        const found = offsetsOf(await deadLetters.list(query));
        assert.deepEqual(found, offsets, JSON.stringify(query));
      }
    },
  },
  {
    name: 'a list has a hundred letters by default, and pages are complete',
    async run(harness) {
      const instance = await harness.open([]);
      const letters = Array.from({ length: 130 }, (_, index) => letter(index));
      await instance.deadLetters.park(letters);
      assert.equal((await instance.deadLetters.list()).length, 100);
      for (const limit of [1, 7, 100, 130, 500]) {
        const paged = await pages(instance, { limit });
        assert.deepEqual(paged, offsetsOf(letters), `pages of ${limit}`);
      }
      const ofNone = await pages(instance, { limit: 7, reason: 'conflict' });
      assert.deepEqual(ofNone, []);
    },
  },
  {
    name: 'letters are counted by reason, and reasons without letters are absent',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      const reasons: readonly DeadLetterReason[] = [
        'malformed',
        'invalid',
        'unknown-type',
        'newer-version',
        'empty',
        'conflict',
        'refused',
      ];
      for (const [index, reason] of reasons.slice(1).entries()) {
        const some = Array.from({ length: index + 1 }, (_, nth) =>
          letter(100 * index + nth, { reason }),
        );
        await deadLetters.park(some);
      }
      const expected = Object.fromEntries(
        reasons.slice(1).map((reason, index) => [reason, index + 1]),
      );
      assert.deepEqual({ ...(await deadLetters.countByReason()) }, expected);
    },
  },
  {
    name: 'a count by reason counts what its filter matches, such as letters that wait',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([
        letter(1, { reason: 'malformed' }),
        letter(2, { reason: 'malformed' }),
        letter(3, { reason: 'invalid' }),
        letter(4, { reason: 'empty' }),
      ]);
      const ended = (await deadLetters.list()).filter(({ source: { offset } }) => {
        return offset === '2' || offset === '4';
      });
      const ids = ended.map(({ id }) => id);
      await deadLetters.settle(ids, { as: 'discarded', by: 'ann' });
      const count = async (filter: DeadLetterFilter) => ({
        ...(await deadLetters.countByReason(filter)),
      });
      assert.deepEqual(await count({ status: 'waiting' }), { malformed: 1, invalid: 1 });
      assert.deepEqual(await count({ status: 'discarded' }), { malformed: 1, empty: 1 });
      assert.deepEqual(await count({ group: 'another' }), {});
      assert.deepEqual(await count({}), { malformed: 2, invalid: 1, empty: 1 });
    },
  },
];

/** The offsets of all letters of a query, read page by page. */
async function pages(
  { deadLetters }: StoreInstance,
  query: DeadLetterQuery,
): Promise<readonly number[]> {
  const offsets: number[] = [];
  for (let after: string | undefined; ;) {
    const page = await deadLetters.list({ ...query, ...(after === undefined ? {} : { after }) });
    offsets.push(...offsetsOf(page));
    const last = page.at(-1);
    if (last === undefined) return offsets;
    after = last.id;
  }
}

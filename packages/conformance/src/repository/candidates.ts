import assert from 'node:assert/strict';
import type { CachedEntity, CachedEntityKind } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import {
  loan,
  loanSlipsModel,
  promotion,
  reader,
  readerKind,
  readersModel,
  title,
  titleKind,
  titlesModel,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { CachedLibrary } from './cached-library.js';

export const candidateCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an entity has the columns of its read model, and no others',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(
        reader('r_1', { nickname: '길동', last_cached_at: 'never', arrival: 7 }),
      );
      await library.repository.markCached(readerKind, ['r_1']);
      assert.deepEqual(await candidate(library, readerKind), {
        id: 'r_1',
        data: {
          reader: 'r_1',
          name: '홍길동',
          email: 'r_1@example.com',
          age: 25,
          rank: 'BRONZE',
          joined_at: '2026-02-03T14:30:00.000000Z',
          loans: 0,
          last_lent_at: null,
        },
      });
    },
  },
  {
    name: 'an entity has its decimals as exact numbers',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(title('t_1', { price: 0.1 + 0.2, deposit: 1_234_567.89 }));
      await library.repository.markCached(titleKind, ['t_1']);
      assert.deepEqual(await candidate(library, titleKind), {
        id: 't_1',
        data: {
          title: 't_1',
          shelf: '소설',
          price: 0.300_000_000_000_000_04,
          deposit: 1_234_567.89,
          wear: 13.37,
          copies: 150,
          shelved_at: '2026-02-03T14:30:00.000000Z',
          loans: 0,
        },
      });
    },
  },
  {
    name: 'a decimal that a number writes with an exponent is a number too',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(title('t_1', { price: 1e-7, deposit: 1e21 }));
      await library.repository.markCached(titleKind, ['t_1']);
      const { data } = await candidate(library, titleKind);
      assert.deepEqual([data['price'], data['deposit']], [1e-7, 1e21]);
    },
  },
  {
    name: 'a decimal that no number can represent stays text',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(title('t_1', { price: '12345678901234567890.123', deposit: null }));
      await library.repository.markCached(titleKind, ['t_1']);
      const { data } = await candidate(library, titleKind);
      assert.deepEqual([data['price'], data['deposit']], ['12345678901234567890.123', null]);
    },
  },
  {
    name: 'an entity shows the later writes of events and asynchronous projections to its row',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(reader('r_1'), title('t_1'), promotion('r_1', 'VIP'));
      await library.countLoans();
      await library.takeIn(
        loan('l_1', { to: 'r_1', of: 't_1', at: '2026-02-03T10:00:00Z' }),
        loan('l_2', { to: 'r_1', of: 't_1', at: '2026-02-03T09:00:00Z' }),
      );
      await library.countLoans();
      await library.takeIn(loan('l_3', { to: 'r_1', of: 't_2', at: '2026-02-03T08:00:00Z' }));
      await library.countLoans();
      await markAll(library);
      const { data } = await candidate(library, readerKind);
      assert.deepEqual(
        [data['rank'], data['loans'], data['last_lent_at']],
        ['VIP', 3, '2026-02-03T10:00:00.000000Z'],
      );
      assert.equal((await candidate(library, titleKind)).data['loans'], 2);
    },
  },
  {
    name: 'an entity shows the counts from before its own event arrived',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(loan('l_1', { to: 'r_1', of: 't_1', at: '2026-02-03T10:00:00Z' }));
      await library.countLoans();
      await library.takeIn(reader('r_1'), title('t_1'));
      await library.countLoans();
      await markAll(library);
      const { data } = await candidate(library, readerKind);
      assert.deepEqual([data['loans'], data['last_lent_at']], [1, '2026-02-03T10:00:00.000000Z']);
      assert.equal((await candidate(library, titleKind)).data['loans'], 1);
    },
  },
  {
    name: 'the rows that candidates come from are counted, without duplicates',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      assert.deepEqual(await counts(library), [0, 0, 0]);
      await library.takeIn(reader('r_1'), reader('r_2'), reader('r_3'), title('t_1'));
      await library.takeIn(
        loan('l_1', { to: 'r_1', of: 't_1', at: '2026-02-03T10:00:00Z' }),
        loan('l_2', { to: 'r_9', of: 't_9', at: '2026-02-03T10:00:00Z' }),
      );
      await library.instance.events.ingest({ items: [reader('r_1'), reader('r_2')] });
      await library.countLoans();
      assert.deepEqual(await counts(library), [3, 1, 2]);
      const candidates = await library.repository.candidates(readerKind, 'never-cached', 10);
      assert.equal(candidates.length, 3);
    },
  },
];

/** The only row of its kind. It has been cached before. */
async function candidate(
  { repository }: CachedLibrary,
  kind: CachedEntityKind,
): Promise<CachedEntity> {
  const [only, ...others] = await repository.candidates(kind, 'longest-cached', 10);
  assert.ok(only && others.length === 0);
  return only;
}

async function markAll({ repository }: CachedLibrary): Promise<void> {
  await repository.markCached(readerKind, ['r_1']);
  await repository.markCached(titleKind, ['t_1']);
}

function counts({ instance }: CachedLibrary): Promise<readonly number[]> {
  const models = [readersModel, titlesModel, loanSlipsModel];
  return Promise.all(models.map((model) => instance.readModels.count(model)));
}

import assert from 'node:assert/strict';
import type { CachedEntityKind } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import {
  loan,
  loanSlipsModel,
  reader,
  readerKind,
  readersModel,
  title,
  titleKind,
} from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { CachedLibrary } from './cached-library.js';

const invalid: readonly (readonly [string, CachedEntityKind])[] = [
  ['a model that is not made for the cache', { name: 'slips', model: loanSlipsModel }],
  ['an unknown column', ordered('nickname')],
  ['an order that no index gives', ordered('email')],
  [
    'a condition on an unknown column',
    {
      ...readerKind,
      segments: {
        wrong: {
          where: { column: 'nickname', is: 'null' },
          orderBy: [{ column: 'joined_at', direction: 'ascending' }],
        },
      },
    },
  ],
];

export const definitionCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a segment that the kind does not have is rejected, even if another kind has it',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(reader('r_1'), title('t_1'));
      await library.takeIn(loan('l_1', { to: 'r_1', of: 't_1', at: '2026-02-03T10:00:00Z' }));
      await library.countLoans();
      for (const segment of ['popular', 'newest', '', 'constructor']) {
        await assert.rejects(library.repository.candidates(readerKind, segment, 10), RangeError);
      }
      for (const segment of ['borrowers', 'non-borrowers']) {
        await assert.rejects(library.repository.candidates(titleKind, segment, 10), RangeError);
      }
    },
  },
  {
    name: 'a kind that cannot be selected in the order of an index is rejected',
    async run(harness) {
      const { repository } = await CachedLibrary.open(harness);
      for (const [what, kind] of invalid) {
        await assert.rejects(repository.candidates(kind, 'never-cached', 1), RangeError, what);
        await assert.rejects(repository.markCached(kind, ['r_1']), RangeError, what);
      }
    },
  },
];

function ordered(column: string): CachedEntityKind {
  return {
    name: 'readers',
    model: readersModel,
    segments: { wrong: { orderBy: [{ column, direction: 'ascending' }] } },
  };
}

import assert from 'node:assert/strict';
import type { CachedEntityKind } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { loan, reader, readerKind, title, titleKind } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { CachedLibrary } from './cached-library.js';

export const segmentCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'rows that were never cached are ordered by arrival',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(reader('r_3'), reader('r_1'));
      await library.takeIn(reader('r_2', { joined_at: '2020-01-01T00:00:00Z' }), title('t_1'));
      await assertSegment(library, readerKind, 'never-cached', ['r_3', 'r_1', 'r_2']);
      await assertSegment(library, titleKind, 'never-cached', ['t_1']);
      await assertSegment(library, readerKind, 'longest-cached', []);
    },
  },
  {
    name: 'an ascending segment of rows with a value holds only those rows, the lowest first',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(
        reader('r_1'),
        reader('r_2'),
        reader('r_3'),
        reader('r_4'),
        title('t_1'),
      );
      await library.takeIn(
        loan('l_1', { to: 'r_1', of: 't_1', at: '2026-02-03T10:00:00Z' }),
        loan('l_2', { to: 'r_2', of: 't_1', at: '2026-02-03T09:00:00Z' }),
        loan('l_3', { to: 'r_4', of: 't_1', at: '2026-02-03T08:00:00Z' }),
        loan('l_4', { to: 'r_4', of: 't_1', at: '2026-02-03T11:00:00Z' }),
        loan('l_5', { to: 'r_4', of: 't_1', at: '2026-02-03T07:00:00Z' }),
      );
      await library.countLoans();
      await assertSegment(library, readerKind, 'borrowers', ['r_2', 'r_1', 'r_4']);
      await assertSegment(library, readerKind, 'non-borrowers', ['r_3']);
    },
  },
  {
    name: 'a descending segment of rows without a value holds only those rows, the highest first',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(
        reader('r_1', { joined_at: '2026-02-01T00:00:00Z' }),
        reader('r_2', { joined_at: '2026-02-03T00:00:00+09:00' }),
        reader('r_3', { joined_at: '2026-02-02T18:00:00Z' }),
      );
      await assertSegment(library, readerKind, 'non-borrowers', ['r_3', 'r_2', 'r_1']);
      await assertSegment(library, readerKind, 'borrowers', []);
    },
  },
  {
    name: 'a segment of all rows is ordered by its own column, whatever the order of other segments',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(
        title('t_1', { shelved_at: '2026-02-01T00:00:00Z' }),
        title('t_2', { shelved_at: '2026-02-03T00:00:00Z' }),
        title('t_3', { shelved_at: '2026-02-02T00:00:00Z' }),
        reader('r_1'),
      );
      await library.takeIn(
        ...['t_3', 't_2', 't_3', 't_3', 't_2'].map((of, nth) =>
          loan(`l_${nth}`, { to: 'r_1', of, at: '2026-02-03T10:00:00Z' }),
        ),
      );
      await library.countLoans();
      await assertSegment(library, titleKind, 'popular', ['t_3', 't_2', 't_1']);
      await assertSegment(library, titleKind, 'newest', ['t_2', 't_3', 't_1']);
    },
  },
  {
    name: 'decimals are ordered by their value, and a row without one is the lowest',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const prices = [9, 10, null, -1, 0.5, '100000000000000000001', '100000000000000000000'];
      await library.takeIn(...prices.map((price, nth) => title(`t_${nth}`, { price })));
      const dearestFirst = ['t_5', 't_6', 't_1', 't_0', 't_4', 't_3', 't_2'];
      await assertSegment(library, titleKind, 'dearest', dearestFirst);
    },
  },
  {
    name: 'a segment may be ordered by several columns, text by its UTF-8 bytes',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const day = (nth: number) => ({ shelved_at: `2026-02-0${nth}T00:00:00Z` });
      await library.takeIn(
        title('t_1', { shelf: '\u{1f4da}', ...day(1) }),
        title('t_2', { shelf: '\uff21', ...day(2) }),
        title('t_3', { shelf: 'b', ...day(3) }),
        title('t_4', { shelf: 'B', ...day(5) }),
        title('t_5', { shelf: 'B', ...day(4) }),
        title('t_6', { shelf: 'B', ...day(5) }),
        title('t_7', { shelf: null, ...day(9) }),
      );
      const inOrder = ['t_7', 't_5', 't_4', 't_6', 't_3', 't_2', 't_1'];
      await assertSegment(library, titleKind, 'by-shelf', inOrder);
    },
  },
  {
    name: 'ties are ordered by arrival in every segment, and not by id',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      const ids = ['9', '10', 'b', 'a', '가', '1'];
      for (const half of [ids.slice(0, 3), ids.slice(3)]) {
        await library.takeIn(...half.map((id) => reader(id)));
        await library.takeIn(...half.map((id) => title(id)));
      }
      for (const segment of ['never-cached', 'non-borrowers']) {
        await assertSegment(library, readerKind, segment, ids);
      }
      for (const segment of ['never-cached', 'popular', 'newest', 'dearest', 'by-shelf']) {
        await assertSegment(library, titleKind, segment, ids);
      }
      await library.takeIn(
        ...[...ids]
          .reverse()
          .map((id, nth) => loan(`l_${nth}`, { to: id, of: id, at: '2026-02-03T10:00:00Z' })),
      );
      await library.countLoans();
      await assertSegment(library, readerKind, 'borrowers', ids);
      await assertSegment(library, titleKind, 'popular', ids);
      await library.repository.markCached(readerKind, [...ids].reverse());
      await assertSegment(library, readerKind, 'longest-cached', ids);
    },
  },
  {
    name: 'a segment is cut off at the limit',
    async run(harness) {
      const library = await CachedLibrary.open(harness);
      await library.takeIn(...Array.from({ length: 30 }, (_, nth) => reader(`r_${nth}`)));
      for (const limit of [0, 1, 7, 30, 31, 1_000]) {
        const found = await library.repository.candidates(readerKind, 'never-cached', limit);
        assert.deepEqual(
          found.map(({ id }) => id),
          Array.from({ length: Math.min(limit, 30) }, (_, nth) => `r_${nth}`),
        );
      }
    },
  },
];

/** Asserts the rows of a segment and their order. */
export async function assertSegment(
  { repository }: Pick<CachedLibrary, 'repository'>,
  kind: CachedEntityKind,
  segment: string,
  ids: readonly string[],
): Promise<void> {
  const found = await repository.candidates(kind, segment, 1_000);
  assert.deepEqual(
    found.map(({ id }) => id),
    ids,
    `${segment} ${kind.name}`,
  );
}

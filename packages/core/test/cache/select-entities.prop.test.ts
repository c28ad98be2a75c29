import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillPlaces,
  planSegments,
  type CachedEntity,
  type CachedEntityKind,
  type CacheSelection,
  type Repository,
} from '@foldmart/core';
import { selectEntities } from '../../src/cache/select-entities.js';

const kind: CachedEntityKind = {
  name: 'titles',
  model: { name: 'titles', key: ['title'], columns: { title: 'text' } },
};
const segments = ['a', 'b', 'c'] as const;

const rows = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 40 })
  .map((ids) => ids.map((id): CachedEntity => ({ id: String(id), data: {} })));

const shares = fc.double({ min: 0, max: 1, noNaN: true });
const selections = fc
  .tuple(fc.integer({ min: 2, max: 30 }), shares, shares)
  .map(([batchSize, a, ofTheRest]): CacheSelection => {
    const b = (1 - a) * ofTheRest;
    return {
      strategy: 'stratified',
      batchSize,
      strata: [
        { segment: 'a', share: a },
        { segment: 'b', share: b },
        { segment: 'c', share: 1 - a - b },
      ],
    };
  });

/** A repository that gives the first rows of each list, and counts what it is asked for. */
function repositoryOf(lists: readonly (readonly CachedEntity[])[]) {
  const asked: string[] = [];
  const repository: Pick<Repository, 'candidates'> = {
    candidates: (_kind, segment, limit) => {
      asked.push(`${segment} ${String(limit)}`);
      return Promise.resolve((lists[segments.indexOf(segment as 'a')] ?? []).slice(0, limit));
    },
  };
  return { repository, asked };
}

function manyRows(from: number, count: number): readonly CachedEntity[] {
  return Array.from({ length: count }, (_, nth) => ({ id: String(from + nth), data: {} }));
}

const halves: CacheSelection = {
  strategy: 'stratified',
  batchSize: 100,
  strata: [
    { segment: 'a', share: 0.5 },
    { segment: 'b', share: 0.5 },
  ],
};

describe('selectEntities', () => {
  it('chooses what whole batches of every segment would lead to', async () => {
    await fc.assert(
      fc.asyncProperty(selections, fc.tuple(rows, rows, rows), async (selection, lists) => {
        const { repository } = repositoryOf(lists);
        const whole = lists.map((list) => list.slice(0, selection.batchSize));
        expect(await selectEntities(repository, { kind, selection })).toStrictEqual(
          fillPlaces(planSegments(selection), whole),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('reads no more rows than it chooses if every segment has its quota', async () => {
    const { repository, asked } = repositoryOf([manyRows(0, 500), manyRows(1_000, 500)]);
    await selectEntities(repository, { kind, selection: halves });
    expect(asked).toStrictEqual(['a 50', 'b 50']);
  });

  it('asks a segment for what the one before it lacks', async () => {
    const { repository, asked } = repositoryOf([manyRows(0, 10), manyRows(1_000, 500)]);
    expect(await selectEntities(repository, { kind, selection: halves })).toHaveLength(100);
    expect(asked).toStrictEqual(['a 50', 'b 90']);
  });

  it('asks again for a whole batch if a later segment lacks rows', async () => {
    const { repository, asked } = repositoryOf([manyRows(0, 500), manyRows(1_000, 10)]);
    expect(await selectEntities(repository, { kind, selection: halves })).toHaveLength(100);
    expect(asked).toStrictEqual(['a 50', 'b 50', 'a 100']);
  });
});

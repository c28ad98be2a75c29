import { describe, expect, it } from 'vitest';
import {
  assertCachedEntityKind,
  assertCachedEntityKinds,
  cacheable,
  segmentOf,
  type CachedEntityKind,
  type CacheSegment,
  type ReadModel,
} from '@foldmart/core';

const model: ReadModel = {
  name: 'parcels',
  key: ['parcel'],
  columns: { parcel: 'text', weight: 'decimal', sent_at: 'timestamp', labels: 'json' },
  operational: { last_cached_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [
    ['last_cached_at', 'arrival'],
    ['weight', 'arrival'],
    ['weight', 'sent_at', 'arrival'],
    ['sent_at'],
    ['labels', 'arrival'],
  ],
};

function kindWith(segment: CacheSegment): CachedEntityKind {
  return { name: 'parcels', model, segments: { mine: segment } };
}

function by(column: string, direction: 'ascending' | 'descending' = 'ascending') {
  return { column, direction } as const;
}

describe('a cached kind', () => {
  it.each<[string, CacheSegment]>([
    ['one column', { orderBy: [by('weight')] }],
    ['one column from its highest value', { orderBy: [by('weight', 'descending')] }],
    ['several columns', { orderBy: [by('weight'), by('sent_at')] }],
    [
      'one column, for rows without a value in another',
      { where: { column: 'sent_at', is: 'null' }, orderBy: [by('weight')] },
    ],
  ])('may be ordered by %s', (_what, segment) => {
    expect(() => assertCachedEntityKind(kindWith(segment))).not.toThrow();
  });

  it.each<[string, CacheSegment, string]>([
    ['an unknown column', { orderBy: [by('size')] }, 'names column size'],
    ['an inherited property', { orderBy: [by('toString')] }, 'names column toString'],
    [
      'an unknown column in its condition',
      { where: { column: 'size', is: 'null' }, orderBy: [by('weight')] },
      'names column size',
    ],
    ['no index', { orderBy: [by('parcel')] }, 'has no index on (parcel, arrival)'],
    [
      'an index without the arrival',
      { orderBy: [by('sent_at')] },
      'has no index on (sent_at, arrival)',
    ],
    [
      'columns in another order than an index',
      { orderBy: [by('sent_at'), by('weight')] },
      'has no index on (sent_at, weight, arrival)',
    ],
    [
      'two directions',
      { orderBy: [by('weight'), by('sent_at', 'descending')] },
      'mixes ascending and descending columns',
    ],
    ['json', { orderBy: [by('labels')] }, 'is ordered by labels, which is json'],
  ])('is refused with %s', (_what, segment, problem) => {
    const check = () => assertCachedEntityKind(kindWith(segment));
    expect(check).toThrow(RangeError);
    expect(check).toThrow(
      `Read model parcels cannot be cached as parcels: segment mine ${problem}`,
    );
  });

  it.each<[string, Partial<ReadModel>, string]>([
    ['a key of two columns', { key: ['parcel', 'sent_at'] }, 'its key is not one column'],
    ['a key that is a timestamp', { key: ['sent_at'] }, 'its key is not one column'],
    ['no time of caching', { operational: {} }, 'no operational column last_cached_at'],
    [
      'a time of caching of another type',
      { operational: { last_cached_at: 'text' } },
      'no operational column last_cached_at of type timestamp',
    ],
    [
      'no index for the aging of rows',
      { indexes: [['weight', 'arrival']] },
      'segment never-cached has no index on (last_cached_at, arrival)',
    ],
  ])('is refused for a model with %s', (_what, changes, problem) => {
    const kind = { name: 'parcels', model: { ...model, ...changes } };
    expect(() => assertCachedEntityKind(kind)).toThrow(problem);
  });

  it('is refused for a model without an arrival', () => {
    const without = Object.fromEntries(
      Object.entries(model).filter(([field]) => field !== 'arrival'),
    ) as unknown as ReadModel;
    expect(() => assertCachedEntityKind({ name: 'parcels', model: without })).toThrow(
      'it has no arrival column',
    );
  });

  it('is refused without a name, with a segment of a built-in name, and beside one of its name', () => {
    expect(() => assertCachedEntityKind({ name: '', model })).toThrow('has no name');
    const segments = { 'never-cached': { orderBy: [by('weight')] } } as const;
    expect(() => assertCachedEntityKind({ name: 'parcels', model, segments })).toThrow('built in');
    const kind = { name: 'parcels', model };
    expect(() => assertCachedEntityKinds([kind, { ...kind }])).toThrow('two cached kinds');
  });

  it('is valid for a model that was made cacheable for its segments', () => {
    const bare = { name: 'bare', key: ['id'], columns: { id: 'text', size: 'integer' } } as const;
    const segments = {
      small: { orderBy: [by('size')] },
      large: { orderBy: [by('size', 'descending')] },
    } as const;
    const made = cacheable(bare, segments);
    expect(made.indexes).toStrictEqual([
      ['size', 'arrival'],
      ['last_cached_at', 'arrival'],
    ]);
    expect(() => assertCachedEntityKind({ name: 'things', model: made, segments })).not.toThrow();
    expect(cacheable(made, segments)).toStrictEqual(made);
  });

  it('has the built-in segments and its own, and no other', () => {
    const kind = kindWith({ orderBy: [by('weight')] });
    expect(segmentOf(kind, 'mine').orderBy).toStrictEqual([by('weight')]);
    expect(segmentOf(kind, 'never-cached').where).toStrictEqual({
      column: 'last_cached_at',
      is: 'null',
    });
    expect(() => segmentOf(kind, 'constructor')).toThrow('parcels have no segment constructor');
  });
});

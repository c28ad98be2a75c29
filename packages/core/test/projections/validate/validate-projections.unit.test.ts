import {
  assertProjection,
  assertProjections,
  projectionFailuresModel,
  type Projection,
  type ReadModel,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const loans: ReadModel = { name: 'loans', key: ['book'], columns: { book: 'text', fee: 'text' } };
const fines: ReadModel = { name: 'fines', key: ['book'], columns: { book: 'text' } };
const lending: Projection = {
  name: 'lending',
  version: 1,
  mode: 'inline',
  models: [loans],
  handles: ['lent', 'returned'],
  project: () => [],
};

function refusalOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
  return 'accepted';
}

function projecting(name: string, ...models: readonly ReadModel[]): Projection {
  return { ...lending, name, models };
}

describe('a projection', () => {
  it.each([
    {},
    { version: 2, mode: 'async', onFailure: 'skip' },
    { onFailure: 'park', handles: ['lent'] },
  ])('is taken with %o', (parts) => {
    expect(refusalOf(() => assertProjection({ ...lending, ...parts } as Projection))).toBe(
      'accepted',
    );
  });

  it.each([
    { parts: { version: 0 }, why: 'its version is 0; use a whole number from 1' },
    { parts: { version: 1.5 }, why: 'its version is 1.5; use a whole number from 1' },
    { parts: { mode: 'later' }, why: 'its mode is later; use inline or async' },
    { parts: { onFailure: 'stop' }, why: 'its onFailure is stop; use park or skip' },
    { parts: { handles: [] }, why: 'it handles no events; list at least one type' },
    { parts: { handles: ['a', 'b', 'b'] }, why: 'it lists event type b twice' },
  ])('is refused with $parts', ({ parts, why }) => {
    expect(refusalOf(() => assertProjection({ ...lending, ...parts } as Projection))).toBe(
      `Projection lending cannot be used: ${why}.`,
    );
  });

  it.each([
    ['', 'A projection has an empty name. Give it one.'],
    ['a+b', 'Projection a+b cannot be used: its name has a +, which joins the names of a plan.'],
    [
      'a\u0000',
      'Projection a\u0000 cannot be used: its name contains a null character or half a surrogate pair.',
    ],
  ])('is refused with the name %j', (name, why) => {
    expect(refusalOf(() => assertProjection({ ...lending, name }))).toBe(why);
  });
});

describe('projections together', () => {
  it('give their models, each once, and that of skipped events', () => {
    const all = [projecting('a', loans), projecting('b', fines, { ...loans })];
    expect(assertProjections(all)).toEqual([loans, fines, projectionFailuresModel]);
    expect(assertProjections([])).toEqual([projectionFailuresModel]);
  });

  it('are refused if one of them is', () => {
    const all = [lending, { ...projecting('b', fines), version: 0 }];
    expect(refusalOf(() => assertProjections(all))).toMatch(/^Projection b cannot be used/);
    const bad = [projecting('a', { ...loans, key: [] })];
    expect(refusalOf(() => assertProjections(bad))).toMatch(/^Read model loans cannot be used/);
    const reserved = [projecting('a', loans)];
    expect(refusalOf(() => assertProjections(reserved, ['loans']))).toMatch(
      /cannot be named loans/,
    );
  });

  it('are refused if two have one name', () => {
    const all = [projecting('a', loans), projecting('b', fines), projecting('a', fines)];
    expect(refusalOf(() => assertProjections(all))).toBe(
      'Two projections are named a. Rename one: names keep checkpoints.',
    );
  });

  it('are refused if they define one model in two ways', () => {
    const other: ReadModel = { ...loans, columns: { book: 'text' } };
    expect(
      refusalOf(() => assertProjections([projecting('a', loans), projecting('b', other)])),
    ).toBe(
      'Read model loans is defined in two ways. Share one definition between the projections.',
    );
  });

  it('are refused if two models need one table, index or sequence', () => {
    const indexed: ReadModel = { ...loans, indexes: [['fee']], arrival: 'nth' };
    for (const name of ['loans_fee_idx', 'loans_pkey', 'loans_nth_seq']) {
      const all = [projecting('a', indexed), projecting('b', { ...fines, name })];
      expect(refusalOf(() => assertProjections(all))).toBe(
        `Read models loans and ${name} would both have a table or an index ${name}. Rename one.`,
      );
    }
    const apart = [projecting('a', indexed), projecting('b', { ...fines, name: 'loans_book_idx' })];
    expect(refusalOf(() => assertProjections(apart))).toBe('accepted');
  });
});

import { describe, expect, it } from 'vitest';
import { planRebuilds, type Projection, type ReadModel } from '@foldmart/core';

/** A projection that writes models with these names. */
function writing(name: string, ...models: readonly string[]): Projection {
  return {
    name,
    version: 1,
    mode: 'async',
    models: models.map((model): ReadModel => ({
      name: model,
      key: ['id'],
      columns: { id: 'text' },
    })),
    handles: ['happened'],
    project: () => [],
  };
}

function plans(...projections: readonly Projection[]) {
  return planRebuilds(projections).map(({ id, projections: own }) => ({
    id,
    projections: own.map(({ name }) => name),
  }));
}

describe('plans of rebuilds', () => {
  it('have one for each projection if no models are shared, by id', () => {
    expect(plans(writing('c', 'z'), writing('a', 'x'), writing('b', 'y'))).toEqual([
      { id: 'a', projections: ['a'] },
      { id: 'b', projections: ['b'] },
      { id: 'c', projections: ['c'] },
    ]);
  });

  it('have one for those that share a single model of several', () => {
    const shared = [writing('a', 'x', 'y'), writing('b', 'y', 'z'), writing('c', 'w')];
    expect(plans(...shared)).toEqual([
      { id: 'a+b', projections: ['a', 'b'] },
      { id: 'c', projections: ['c'] },
    ]);
  });

  it('join groups that a later projection connects', () => {
    const chain = [writing('c', 'x'), writing('b', 'y'), writing('d', 'v'), writing('a', 'x', 'y')];
    expect(plans(...chain)).toEqual([
      { id: 'a+b+c', projections: ['c', 'b', 'a'] },
      { id: 'd', projections: ['d'] },
    ]);
  });

  it('have one for a group and a projection that shares a model with one of its members', () => {
    const shared = [writing('a', 'x', 'y'), writing('b', 'y'), writing('c', 'x')];
    expect(plans(...shared)).toEqual([{ id: 'a+b+c', projections: ['a', 'b', 'c'] }]);
  });

  it('keep the order in which the projections are given, and sort the names of the id', () => {
    expect(plans(writing('z', 'x'), writing('a', 'x'))).toEqual([
      { id: 'a+z', projections: ['z', 'a'] },
    ]);
    const interleaved = [writing('a', 'x'), writing('m', 'y'), writing('z', 'x', 'y')];
    expect(plans(...interleaved)).toEqual([{ id: 'a+m+z', projections: ['a', 'm', 'z'] }]);
  });

  it('are none without projections', () => {
    expect(plans()).toEqual([]);
  });
});

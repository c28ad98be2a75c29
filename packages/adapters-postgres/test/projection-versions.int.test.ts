import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Projection, ReadModel } from '@foldmart/core';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const tallies: ReadModel = {
  name: 'tallies',
  key: ['id'],
  columns: { id: 'text', count: 'integer' },
};

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});

afterEach(() => schema.dispose());

it('an asynchronous projection of a higher version begins again, its models empty', async () => {
  const first = tally(1);
  const before = await schema.open([first]);
  await before.projections.advance({
    projection: first,
    from: undefined,
    to: '1.1.1',
    writes: [{ op: 'accumulate', model: 'tallies', key: { id: 'a' }, add: { count: 5 } }],
  });
  expect(await before.readModels.get(tallies, { id: 'a' })).toEqual({ id: 'a', count: 5 });

  const second = tally(2);
  const after = await schema.open([second]);
  expect(await after.projections.checkpoint(second)).toBeUndefined();
  expect(await after.readModels.count(tallies)).toBe(0);
  const step = { projection: second, from: undefined, to: '1.1.2', writes: [] };
  expect(await after.projections.advance(step)).toBe(true);
  expect(await after.projections.checkpoint(second)).toBe('1.1.2');
});

it('who still runs the lower version takes no more steps, and cannot open again', async () => {
  const first = tally(1);
  const before = await schema.open([first]);
  const step = { projection: first, from: undefined, to: '1.1.1', writes: [] };
  await before.projections.advance(step);
  await schema.open([tally(2)]);
  expect(await before.projections.advance({ ...step, from: '1.1.1', to: '1.1.2' })).toBe(false);
  await expect(schema.open([first])).rejects.toMatchObject({ reason: 'rejected' });
});

it('opening again changes nothing', async () => {
  const projection = tally(1);
  const before = await schema.open([projection]);
  await before.projections.advance({ projection, from: undefined, to: '1.1.1', writes: [] });
  const after = await schema.open([projection]);
  expect(await after.projections.checkpoint(projection)).toBe('1.1.1');
});

function tally(version: number): Projection {
  return {
    name: 'tally',
    version,
    mode: 'async',
    models: [tallies],
    handles: [],
    project: () => [],
  };
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Projection, ProjectionState, ReadModel } from '@foldmart/core';
import type { PostgresDatabase } from '../src/index.js';
import { notedOn } from './support/noted-events.js';
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

describe('an asynchronous projection', () => {
  it('is registered at its version, whatever the log holds', async () => {
    const empty = await schema.open();
    await empty.events.append([notedOn('s', 'e1')]);
    const database = await schema.open([tally(3)]);
    expect(await stateOf(database)).toMatchObject({ version: 3, mode: 'async', parked: undefined });
    const step = { projection: tally(3), from: undefined, to: '1.1.1', writes: [] };
    expect(await database.projections.advance(step)).toBe(true);
  });

  it('of a higher version leaves rows and checkpoint to the program that made them', async () => {
    const before = await schema.open([tally(1)]);
    await before.projections.advance(counting(tally(1), undefined, '1.1.1'));
    const after = await schema.open([tally(2)]);
    expect(await after.projections.checkpoint(tally(2))).toBeUndefined();
    expect(await after.projections.advance(counting(tally(2), undefined, '1.1.2'))).toBe(false);
    expect(await after.readModels.get(tallies, { id: 'a' })).toEqual({ id: 'a', count: 5 });
    expect(await before.projections.advance(counting(tally(1), '1.1.1', '1.1.2'))).toBe(true);
    expect(await stateOf(after)).toMatchObject({ version: 1, position: '1.1.2' });
  });

  it('that was retired and registered again must be rebuilt: following from the start would double its rows', async () => {
    const before = await schema.open([tally(1)]);
    await before.projections.advance(counting(tally(1), undefined, '1.1.1'));
    expect(await before.projections.retire('tally')).toBe(true);
    const after = await schema.open([tally(1)]);
    expect(await stateOf(after)).toMatchObject({ version: 0 });
    expect(await after.projections.advance(counting(tally(1), undefined, '1.1.1'))).toBe(false);
  });
});

describe('an inline projection', () => {
  it('is registered at version 0 if the log has its events, and otherwise at its own version', async () => {
    const empty = await schema.open();
    await empty.events.append([notedOn('s', 'e1')]);
    const late = await schema.open([tally(2, 'inline', ['noted'])]);
    expect(await stateOf(late)).toMatchObject({ version: 0, mode: 'inline' });
    const other = await schema.open([
      { ...tally(2, 'inline', ['never said']), name: 'in time', models: [] },
    ]);
    expect(await stateOf(other, 'in time')).toMatchObject({ version: 2 });
  });

  it('is registered only after appends of programs without it, so that it misses no event', async () => {
    await schema.open();
    const { session } = await schema.connect();
    await session.run({ text: 'BEGIN' });
    await session.run({ text: `SELECT ${schema.name}.assert_inline_projections('{}', '{}')` });
    let isOpen = false;
    const opening = schema.open([tally(1, 'inline', ['noted'])]).then((database) => {
      isOpen = true;
      return database;
    });
    await expect.poll(() => waiting(session), { timeout: 30_000 }).toBe('1');
    expect(isOpen).toBe(false);
    await session.run({
      text: `INSERT INTO ${schema.name}.events
        (position, stream_version, schema_version, event_id, stream_id, type, time, origin, data)
        VALUES (1, 1, 1, 'e1', 's', 'noted', '2026-02-03T14:30:00Z', 'command', '{}')`,
    });
    await session.run({ text: 'COMMIT' });
    expect(await stateOf(await opening)).toMatchObject({ version: 0 });
  });
});

it('a program with a lower version cannot open', async () => {
  await schema.open([tally(2)]);
  await expect(schema.open([tally(1)])).rejects.toMatchObject({ reason: 'rejected' });
});

it('a projection can change its mode only with its version', async () => {
  await schema.open([tally(1)]);
  await expect(schema.open([tally(1, 'inline')])).rejects.toMatchObject({
    reason: 'rejected',
    hint: expect.stringContaining('raise its version') as string,
  });
  await schema.open([tally(2, 'inline')]);
});

it('opening again changes nothing', async () => {
  const before = await schema.open([tally(1)]);
  await before.projections.advance(counting(tally(1), undefined, '1.1.1'));
  const state = await stateOf(before);
  const after = await schema.open([tally(1)]);
  expect(await stateOf(after)).toEqual(state);
});

it('opening completes the projection states of a database with an earlier layout', async () => {
  const before = await schema.open([tally(1), { ...tally(1, 'inline'), name: 'in line' }]);
  await before.close();
  const { session } = await schema.connect();
  await session.run({ text: `UPDATE ${schema.name}.projection_checkpoints SET mode = NULL` });
  const after = await schema.open([tally(1), { ...tally(1, 'inline'), name: 'in line' }]);
  expect(await stateOf(after)).toMatchObject({ mode: 'async', version: 1 });
  expect(await stateOf(after, 'in line')).toMatchObject({ mode: 'inline', version: 1 });
});

async function stateOf(
  { projections }: PostgresDatabase,
  name = 'tally',
): Promise<ProjectionState | undefined> {
  return (await projections.states()).find((state) => state.name === name);
}

async function waiting(session: Awaited<ReturnType<ScratchSchema['connect']>>['session']) {
  const { rows } = await session.run({
    text: `
      SELECT count(*) FROM pg_locks
      WHERE NOT granted AND relation = '${schema.name}.projection_checkpoints'::regclass`,
  });
  return rows[0]?.[0];
}

function counting(projection: Projection, from: string | undefined, to: string) {
  const write = {
    op: 'accumulate',
    model: 'tallies',
    key: { id: 'a' },
    add: { count: 5 },
  } as const;
  return { projection, from, to, writes: [write] };
}

function tally(
  version: number,
  mode: Projection['mode'] = 'async',
  handles: readonly string[] = ['tallied'],
): Projection {
  return { name: 'tally', version, mode, models: [tallies], handles, project: () => [] };
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planRebuilds, type Projection, type ReadModel } from '@foldmart/core';
import type { Session } from '../src/connection/session.js';
import { notedOn } from './support/noted-events.js';
import { rebuildPlan } from './support/raised-shop.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const notes: ReadModel = {
  name: 'notes',
  key: ['id'],
  columns: { id: 'text', size: 'integer' },
  operational: { seen_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [['size', 'id'], ['arrival']],
};
/** The same with nothing to number its rows, and no index. */
const unnumbered: ReadModel = {
  name: notes.name,
  key: notes.key,
  columns: notes.columns,
  operational: { seen_at: 'timestamp' },
};
const longest: ReadModel = { ...notes, name: `n${'o'.repeat(61)}s` };

let schema: ScratchSchema;
let session: Session;

beforeEach(async () => {
  schema = scratchSchema();
  ({ session } = await schema.connect());
});

afterEach(() => schema.dispose());

describe.each([notes, longest])('the table $name, rebuilt', (model) => {
  it('has the same relation names as a table that was never rebuilt, after any number of rebuilds', async () => {
    const database = await schema.open([keeping(1, model)]);
    const before = await relations();
    await database.events.append([notedOn('s', 'e1', 'e2', 'e3')]);
    for (const version of [2, 3, 3]) {
      const projections = [keeping(version, model)];
      const next = await schema.open(projections);
      await rebuild(next, projections);
      expect(await relations()).toEqual(before);
      await next.events.append([notedOn('s', `after ${String(version)}`)]);
    }
    const last = await schema.open([keeping(3, model)]);
    expect(await last.readModels.count(model)).toBe(5);
    expect(await arrivals(model)).toEqual(['1', '2', '3', '4', '5']);
  });
});

it('keeps its privileges', async () => {
  const database = await schema.open([keeping(1, notes)]);
  await session.run({ text: `GRANT SELECT ON ${schema.name}.notes TO PUBLIC` });
  const before = await privileges();
  await rebuild(database, [keeping(1, notes)]);
  expect(before).toContain('=r/');
  expect(await privileges()).toBe(before);
});

it('is not replaced, and the rebuild rejects, if a view depends on it', async () => {
  const projections = [keeping(1, notes)];
  const database = await schema.open(projections);
  await database.events.append([notedOn('s', 'e1')]);
  const name = schema.name;
  await session.run({ text: `CREATE VIEW ${name}.sizes AS SELECT size FROM ${name}.notes` });
  await expect(rebuild(database, projections)).rejects.toMatchObject({
    reason: 'rejected',
    hint: expect.stringContaining('drop what depends on the table') as string,
  });
  await session.run({ text: `DROP VIEW ${name}.sizes` });
  await rebuild(database, projections);
  expect(await database.readModels.count(notes)).toBe(1);
});

it('may get another key: rows can then not be matched, and marks are lost', async () => {
  const before = await schema.open([keeping(1, unnumbered)]);
  await before.events.append([notedOn('s', 'e1')]);
  await session.run({ text: `UPDATE ${schema.name}.notes SET seen_at = now()` });
  const keyed: ReadModel = {
    ...notes,
    key: ['id', 'kind'],
    columns: { ...notes.columns, kind: 'text' },
  };
  const projections = [keeping(2, keyed)];
  const after = await schema.open(projections);
  await rebuild(after, projections);
  const found = await after.readModels.get(keyed, { id: 'e1', kind: 'note' });
  expect(found).toEqual({ id: 'e1', kind: 'note', size: 2, seen_at: null });
});

describe('reading rows of another version', () => {
  const grown: ReadModel = {
    ...notes,
    columns: { ...notes.columns, kind: 'text', made_at: 'timestamp' },
    operational: { ...notes.operational, used_at: 'timestamp' },
  };

  it('returns null for columns that they do not have yet, and all columns after the rebuild', async () => {
    const old = await schema.open([keeping(1, notes)]);
    await old.events.append([notedOn('s', 'e1')]);
    const projections = [keeping(2, grown)];
    const next = await schema.open(projections);
    const missing = { kind: null, made_at: null, used_at: null };
    const row = { id: 'e1', size: 2, seen_at: null };
    expect(await next.readModels.get(grown, { id: 'e1' })).toEqual({ ...row, ...missing });
    expect(await next.readModels.scan(grown, { limit: 9 })).toEqual([{ ...row, ...missing }]);
    await old.events.append([notedOn('s', 'e22')]);
    await rebuild(next, projections);
    expect(await next.readModels.scan(grown, { limit: 9 })).toMatchObject([
      { ...row, kind: 'note' },
      { id: 'e22', size: 3, kind: 'note' },
    ]);
  });

  it('leaves out columns that they do not have any more', async () => {
    const old = await schema.open([keeping(1, grown)]);
    await old.events.append([notedOn('s', 'e1')]);
    expect(await old.readModels.get(grown, { id: 'e1' })).toMatchObject({ kind: 'note' });
    const projections = [keeping(2, notes)];
    await rebuild(await schema.open(projections), projections);
    expect(await old.readModels.get(grown, { id: 'e1' })).toMatchObject({ size: 2, kind: null });
  });

  it('parses statements again that were prepared for other types', async () => {
    const old = await schema.open([keeping(1, notes)], { poolSize: 1 });
    await old.events.append([notedOn('s', 'e1')]);
    expect(await old.readModels.get(notes, { id: 'e1' })).toMatchObject({ size: 2 });
    const worded: ReadModel = { ...notes, columns: { id: 'text', size: 'text' } };
    const projections = [keeping(2, worded)];
    await rebuild(await schema.open(projections), projections);
    expect(await old.readModels.get(notes, { id: 'e1' })).toMatchObject({ size: 2 });
  });
});

async function rebuild(
  database: Awaited<ReturnType<ScratchSchema['open']>>,
  projections: readonly Projection[],
): Promise<void> {
  for (const plan of planRebuilds(projections)) {
    expect(await rebuildPlan(database, plan, 2)).toMatchObject({ outcome: 'done' });
  }
}

function keeping(version: number, model: ReadModel): Projection {
  return {
    name: 'keeping',
    version,
    mode: 'inline',
    models: [model],
    handles: ['noted'],
    project: ({ id, time }) => [
      {
        op: 'insert',
        model: model.name,
        row: { id, size: id.length, kind: 'note', made_at: time },
      },
    ],
  };
}

/** Every table, index and sequence of the schema, and every constraint, by name. */
async function relations(): Promise<readonly unknown[]> {
  const { rows } = await session.run({
    text: `
      SELECT relkind::text, relname FROM pg_class WHERE relnamespace = $1::regnamespace
      UNION ALL
      SELECT contype::text, conname FROM pg_constraint WHERE connamespace = $1::regnamespace
      ORDER BY 1, 2`,
    values: [schema.name],
  });
  return rows;
}

async function arrivals({ name }: ReadModel): Promise<readonly unknown[]> {
  const { rows } = await session.run({
    text: `SELECT arrival FROM ${schema.name}.${name} ORDER BY arrival`,
  });
  return rows.map(([arrival]) => arrival);
}

async function privileges(): Promise<string> {
  const { rows } = await session.run({
    text: `SELECT relacl::text FROM pg_class WHERE oid = '${schema.name}.notes'::regclass`,
  });
  return String(rows[0]?.[0]);
}

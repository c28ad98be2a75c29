import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadModel } from '@foldmart/core';
import {
  couponIssuesModel,
  couponModels,
  ordersModel,
  shopProjections,
  shopRegistry,
  manageCampaign,
} from '@foldmart/core/shop';
import { probePostgres, type PostgresModule } from '../src/index.js';
import { postgresShop } from '../src/shop/index.js';
import { ordersPlaced } from './support/sample-events.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';
import { unmodularLayout } from './support/unmodular-layout.js';

let schema: ScratchSchema;
let other: ScratchConnection;

beforeEach(async () => {
  schema = scratchSchema();
  other = await schema.connect();
});

afterEach(() => schema.dispose());

const notesModel: ReadModel = {
  name: 'notes',
  key: ['id'],
  columns: { id: 'integer', text: 'text' },
};

/** Stores notes in its own table. */
const notes: PostgresModule<{ add(id: number, text: string): Promise<void> }> = {
  name: 'notes',
  tables: ['notes'],
  migrations: [
    {
      version: 1,
      name: 'notes',
      statements: (tableName) => [`CREATE TABLE ${tableName('notes')} (id bigint PRIMARY KEY)`],
    },
    {
      version: 2,
      name: 'text of notes',
      statements: (tableName) => [`ALTER TABLE ${tableName('notes')} ADD COLUMN text text`],
    },
  ],
  open: ({ pool, tableName }) => ({
    async add(id, text) {
      const statement = `INSERT INTO ${tableName('notes')} VALUES ($1, $2)`;
      await pool.run({ port: 'notes', operation: 'add' }, { text: statement, values: [id, text] });
    },
  }),
};

describe('a module', () => {
  it('has its tables and ports, and an audit sees its rows', async () => {
    const database = await schema.openWith({ modules: [notes] });
    await database.module(notes).add(10, 'ten');
    await database.module(notes).add(9, 'nine');
    const rows = await database.audit.audit((view) => view.scan(notesModel, { limit: 10 }));
    expect(rows).toEqual([
      { id: 9, text: 'nine' },
      { id: 10, text: 'ten' },
    ]);
  });

  it('applies its steps once, however many processes open it, and later steps after the last applied one', async () => {
    const early = { ...notes, migrations: notes.migrations.slice(0, 1) };
    await Promise.all([1, 2, 3].map(() => schema.openWith({ modules: [early] })));
    expect(await appliedSteps('notes')).toEqual(['1 notes']);
    await Promise.all([1, 2, 3].map(() => schema.openWith({ modules: [notes] })));
    expect(await appliedSteps('notes')).toEqual(['1 notes', '2 text of notes']);
  });

  it('is refused if the schema has a newer version of it, and the library opens without it', async () => {
    await schema.openWith({ modules: [notes, postgresShop] });
    const early = { ...notes, migrations: notes.migrations.slice(0, 1) };
    await expect(schema.openWith({ modules: [early] })).rejects.toMatchObject({
      reason: 'rejected',
      message: `Module notes of schema ${schema.name} is at version 2, newer than version 1 that this program knows.`,
    });
    await schema.open();
    await schema.openWith({ modules: [postgresShop] });
  });

  it('changes nothing if one of its steps fails, and applies it later', async () => {
    const [first] = notes.migrations;
    const broken = { version: 2, name: 'broken', statements: () => ['SELECT 1', 'SELECT 1 / 0'] };
    const opening = schema.openWith({ modules: [{ ...notes, migrations: [first!, broken] }] });
    await expect(opening).rejects.toMatchObject({ name: 'PortError' });
    expect(await appliedSteps('notes')).toEqual(['1 notes']);
    await schema.openWith({ modules: [notes] });
    expect(await appliedSteps('notes')).toEqual(['1 notes', '2 text of notes']);
  });

  it('reserves its tables against read models while it is plugged in', async () => {
    const [model] = [notesModel];
    const projection = {
      name: 'noting',
      version: 1,
      mode: 'inline' as const,
      models: [model],
      handles: ['counted'],
      project: () => [],
    };
    const opening = schema.openWith({ modules: [notes], projections: [projection] });
    await expect(opening).rejects.toThrow('that table belongs to module notes');
    await schema.openWith({ projections: [projection] });
  });

  it('is rejected because of cached kinds before anything is changed', async () => {
    const cachedKinds = [{ name: 'orders', model: ordersModel }];
    await expect(schema.openWith({ cachedKinds })).rejects.toThrow(RangeError);
    const { rows } = await other.session.run({
      text: 'SELECT to_regnamespace($1) IS NULL',
      values: [schema.name],
    });
    expect(rows).toEqual([['t']]);
  });
});

describe('a schema from before modules', () => {
  beforeEach(async () => {
    for (const text of unmodularLayout(schema.name)) await other.session.run({ text });
  });

  it('is probed at its version', async () => {
    expect(await probePostgres(schema.options)).toEqual({ schemaVersion: 6 });
  });

  it('opens without the shop, and keeps the shop’s tables', async () => {
    const database = await schema.open(shopProjections());
    await database.events.ingest({ items: ordersPlaced(2) });
    expect(await database.readModels.count(ordersModel)).toBe(2);
    expect(await appliedSteps('shop')).toEqual([]);
    expect((await probePostgres(schema.options)).schemaVersion).toBeGreaterThan(6);
    const rows = await database.audit.audit((view) => view.scan(couponIssuesModel, { limit: 10 }));
    expect(rows).toHaveLength(1);
  });

  it('opens with the shop, and keeps its rows', async () => {
    await schema.open();
    const database = await schema.openWith({ modules: [postgresShop] });
    const { coupons } = database.module(postgresShop);
    const holders = [{ userId: 16, requestId: 'request-1', issueNumber: 1 }];
    expect(await coupons.holders(7)).toEqual(holders);
    const command = { type: 'open-campaign', couponId: 8, stock: 1 } as const;
    await manageCampaign({ ledger: coupons, registry: shopRegistry }, command);
    expect(await coupons.campaigns()).toHaveLength(2);
    expect(await appliedSteps('shop')).toEqual(['1 coupons']);
    await schema.openWith({ modules: [postgresShop] });
  });

  it('is refused if its version is newer than the library’s', async () => {
    await other.session.run({
      text: `INSERT INTO ${schema.name}.foldmart_migrations (version, name) VALUES (9999, 'later')`,
    });
    await expect(schema.open()).rejects.toMatchObject({
      message: expect.stringMatching(/^Schema \S+ is at version 9999/) as string,
    });
  });
});

it('a fresh schema has the layout of one from before modules that was migrated', async () => {
  const older = scratchSchema();
  try {
    const { session, close } = await older.connect();
    for (const text of unmodularLayout(older.name)) await session.run({ text });
    await close();
    await older.openWith({ modules: [postgresShop] });
    await schema.openWith({ modules: [postgresShop] });
    expect(await layoutOf(older.name)).toEqual(await layoutOf(schema.name));
  } finally {
    await older.dispose();
  }
});

it('the shop’s tables are those of its models', () => {
  expect(postgresShop.tables).toEqual(couponModels.models.map(({ name }) => name));
});

async function appliedSteps(module: string): Promise<readonly string[]> {
  const { rows } = await other.session.run({
    text: `SELECT version || ' ' || name FROM ${schema.name}.foldmart_migrations
           WHERE module = $1 ORDER BY version`,
    values: [module],
  });
  return rows.map(([step]) => String(step));
}

/** Columns and constraints of all tables of a schema. */
async function layoutOf(name: string): Promise<readonly unknown[]> {
  const columns = await other.session.run({
    text: `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
           WHERE table_schema = $1 ORDER BY table_name, column_name`,
    values: [name],
  });
  const constraints = await other.session.run({
    text: `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE connamespace = to_regnamespace($1) AND contype IN ('p', 'u') ORDER BY 1, 2`,
    values: [name],
  });
  const withoutSchema = constraints.rows.map(([table, ...rest]) => [
    String(table).split('.').at(-1),
    ...rest,
  ]);
  return [columns.rows, withoutSchema];
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredEvent } from '@foldmart/core';
import type { Session } from '../src/connection/session.js';
import { tablesIn, type DatabaseTables } from '../src/database-tables.js';
import type { PostgresDatabase } from '../src/index.js';
import { notedOn } from './support/noted-events.js';
import { beginForeign, beginOpenAppend } from './support/open-transactions.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

/** A transaction of another test that ends during a read can block it. */
const patience = { timeout: 30_000 };

let schema: ScratchSchema;
let tables: DatabaseTables;
let database: PostgresDatabase;
let other: Session;

beforeEach(async () => {
  schema = scratchSchema();
  tables = tablesIn(schema.name);
  database = await schema.open();
  ({ session: other } = await schema.connect());
});

afterEach(() => schema.dispose());

describe('readers of the log do not wait for', () => {
  it('a transaction that has an id and never appends', async () => {
    await beginForeign(other);
    await append('seen');
    await expect.poll(ids, patience).toEqual(['seen']);
    expect(await database.events.blocker()).toBeUndefined();
    expect((await database.events.backlog()).hidden).toBe(0);
    await other.run({ text: 'ROLLBACK' });
  });

  it('an append to the log of another schema', async () => {
    const theirs = scratchSchema();
    await theirs.open();
    await beginOpenAppend(other, theirs.name);
    await append('seen');
    await expect.poll(ids, patience).toEqual(['seen']);
    await other.run({ text: 'ROLLBACK' });
    await theirs.dispose();
  });

  it('an append that has no transaction id yet', async () => {
    await other.run({ text: 'BEGIN' });
    await other.run({ text: `SELECT ${tables.beginAppend}()` });
    await append('seen');
    await expect.poll(ids, patience).toEqual(['seen']);
    await other.run({ text: 'ROLLBACK' });
  });
});

it('the locks of all transactions are read in one scan, so that none can end in between', async () => {
  const { rows } = await other.run({
    text: 'SELECT prosrc FROM pg_proc WHERE oid = $1::regproc',
    values: [tables.foreignTransactions],
  });
  const plan = await other.run({ text: `EXPLAIN ${String(rows[0]?.[0])}` });
  const lines = plan.rows.map(([line]) => String(line));
  expect(lines.filter((line) => line.includes('pg_lock_status'))).toHaveLength(1);
});

describe('readers of the log wait for', () => {
  it.each([
    { what: 'an append that begins with its insert', begin: () => other.run({ text: 'BEGIN' }) },
    {
      what: 'an append that begins before, and whose insert is undone once',
      async begin() {
        await other.run({ text: 'BEGIN' });
        await other.run({ text: `SELECT ${tables.beginAppend}()` });
        await other.run({ text: 'SAVEPOINT undone' });
        await insert('undone');
        await other.run({ text: 'ROLLBACK TO SAVEPOINT undone' });
      },
    },
  ])('$what', async ({ begin }) => {
    await begin();
    await insert('slow');
    await append('fast');
    const waiting = Promise.all([ids(), ids(), ids()]);
    expect(await waiting).toEqual([[], [], []]);
    expect((await database.events.blocker())?.description).toMatch(/^pid \d+, database /);
    await other.run({ text: 'COMMIT' });
    await expect.poll(ids, patience).toEqual(['slow', 'fast']);
  });
});

describe('an insert into the log by hand', () => {
  it('is refused, and can be retried, if its transaction has written before', async () => {
    await beginForeign(other);
    await expect(insert('late')).rejects.toMatchObject({
      code: '40001',
      message: 'an append begins before its transaction has written anything',
    });
    await other.run({ text: 'ROLLBACK' });
  });

  it('is refused after a savepoint has undone the beginning of the append', async () => {
    await other.run({ text: 'BEGIN' });
    await other.run({ text: 'SAVEPOINT undone' });
    await insert('undone');
    await other.run({ text: 'ROLLBACK TO SAVEPOINT undone' });
    await expect(insert('late')).rejects.toMatchObject({ code: '40001' });
    await other.run({ text: 'ROLLBACK' });
  });
});

async function append(id: string): Promise<void> {
  await database.events.append([notedOn(`stream of ${id}`, id)]);
}

async function insert(id: string): Promise<void> {
  await other.run({
    text: `
      INSERT INTO ${tables.events} (position, stream_version, schema_version, event_id, stream_id,
                                    type, time, origin, data)
      VALUES (1, 1, 1, $1, $2, 'noted', '2026-02-03T14:30:00Z', 'command', '{}')`,
    values: [id, `stream of ${id}`],
  });
}

async function ids(): Promise<readonly string[]> {
  return (await readAll()).map(({ id }) => id);
}

async function readAll(): Promise<readonly StoredEvent[]> {
  return (await database.events.readAll({ limit: 100 })).events;
}

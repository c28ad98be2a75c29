import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRetryableError, type AuditView, type Projection } from '@foldmart/core';
import type { PostgresDatabase } from '../src/index.js';
import { beginOpenAppend } from './support/open-transactions.js';
import { notedOn } from './support/noted-events.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

/** Any transaction in the cluster, including those of other tests, may block readers. */
const patience = { timeout: 30_000 };
const applicationName = `audit-${randomUUID()}`;

const seenStreams = {
  name: 'seen_events',
  key: ['event_id'],
  columns: { event_id: 'text' },
} as const;
const seeing: Projection = {
  name: 'seeing',
  version: 1,
  mode: 'inline',
  models: [seenStreams],
  handles: ['noted'],
  project: ({ id }) => [{ op: 'insert', model: seenStreams.name, row: { event_id: id } }],
};

let schema: ScratchSchema;
let database: PostgresDatabase;
let other: ScratchConnection;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open([seeing], { applicationName });
  other = await schema.connect();
});

afterEach(() => schema.dispose());

describe('an audit', () => {
  it('sees events that readers of the log cannot see yet', async () => {
    await beginOpenAppend(other.session, schema.name);
    await database.events.append([notedOn('s', 'e1', 'e2')]);
    expect((await database.events.readAll({ limit: 10 })).events).toEqual([]);
    await database.audit.audit(async (view) => {
      expect(await logOf(view)).toEqual(['e1', 'e2']);
      expect(await view.count()).toBe(2);
      const { next } = await view.readAll({ limit: 1 });
      const rest = await view.readAll({
        limit: 10,
        ...(next === undefined ? {} : { after: next }),
      });
      expect(rest.events.map(({ id }) => id)).toEqual(['e2']);
    });
    await other.session.run({ text: 'ROLLBACK' });
  });

  it('sees one moment, however its reads overlap, and whatever is written during the audit', async () => {
    await database.events.append([notedOn('s', 'e1')]);
    await database.audit.audit(async (view) => {
      await database.events.append([notedOn('s', 'e2')]);
      const [count, rows, log] = await Promise.all([view.count(), rowsOf(view), logOf(view)]);
      expect({ count, rows, log }).toEqual({ count: 1, rows: ['e1'], log: ['e1'] });
    });
    await database.audit.audit(async (view) => expect(await rowsOf(view)).toEqual(['e1', 'e2']));
  });

  it('holds no transaction id, so that readers are not blocked', async () => {
    await database.audit.audit(async (view) => {
      expect([await logOf(view), await rowsOf(view)]).toEqual([[], []]);
      await database.events.append([notedOn('s', 'e1')]);
      const { rows } = await other.session.run({
        text: `
          SELECT count(*), count(backend_xid) FROM pg_stat_activity
          WHERE application_name = $1 AND state = 'idle in transaction'`,
        values: [applicationName],
      });
      expect(rows).toEqual([['1', '0']]);
      await expect
        .poll(async () => (await database.events.readAll({ limit: 10 })).events.length, patience)
        .toBe(1);
    });
  });

  it('outlives every time-out, between its statements and in them', async () => {
    const role = await impatientRole();
    try {
      const impatient = await schema.open([seeing], { ...role, statementTimeoutMs: 100 });
      await impatient.audit.audit(async (view) => {
        expect(await view.count()).toBe(0);
        await expect.poll(() => idleForMs(role.applicationName), patience).toBeGreaterThan(600);
        await other.session.run({
          text: `BEGIN; LOCK TABLE ${schema.name}.events IN ACCESS EXCLUSIVE MODE`,
        });
        const counting = view.count();
        await expect.poll(() => waitsForMs(role.applicationName), patience).toBeGreaterThan(600);
        await other.session.run({ text: 'ROLLBACK' });
        expect(await counting).toBe(0);
      });
      await impatient.close();
    } finally {
      await other.session.run({ text: `DROP ROLE ${role.user}` });
    }
  });

  it('does not block a swap of tables, and tells a swapped table from an empty one', async () => {
    await database.events.append([notedOn('s', 'e1')]);
    await other.session.run({
      text: `CREATE TABLE ${schema.name}.another (LIKE ${schema.name}.seen_events INCLUDING ALL)`,
    });
    await database.audit.audit(async (view) => {
      expect(await rowsOf(view)).toEqual(['e1']);
      await other.session.run({
        text: `
          SET lock_timeout = '5s';
          INSERT INTO ${schema.name}.another SELECT * FROM ${schema.name}.seen_events;
          DROP TABLE ${schema.name}.seen_events;
          ALTER TABLE ${schema.name}.another RENAME TO seen_events`,
      });
      const error: unknown = await rowsOf(view).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ port: 'audit-reader', reason: 'unavailable' });
      expect(isRetryableError(error)).toBe(true);
      expect(await logOf(view)).toEqual(['e1']);
    });
  });

  it('reads rows of an older version, without the columns that they lack', async () => {
    await database.events.append([notedOn('s', 'e1')]);
    const wider = { ...seenStreams, columns: { event_id: 'text', seen_by: 'text' } } as const;
    const upgraded = await schema.open([{ ...seeing, version: 2, models: [wider] }]);
    const rows = await upgraded.audit.audit((view) => view.scan(wider, { limit: 10 }));
    expect(rows).toEqual([{ event_id: 'e1', seen_by: null }]);
  });

  it('reads a table whose columns have other types than when it was read last', async () => {
    await database.events.append([notedOn('s', 'e1')]);
    await database.audit.audit(async (view) => expect(await rowsOf(view)).toEqual(['e1']));
    await other.session.run({
      text: `ALTER TABLE ${schema.name}.seen_events ALTER COLUMN event_id TYPE varchar(50)`,
    });
    await database.audit.audit(async (view) => expect(await rowsOf(view)).toEqual(['e1']));
  });

  it('rejects with the error of its work, and then serves other callers', async () => {
    const reason = new RangeError('of the caller');
    await expect(database.audit.audit(() => Promise.reject(reason))).rejects.toBe(reason);
    await database.audit.audit(async (view) => {
      await expect(view.readAll({ after: 'nowhere', limit: 1 })).rejects.toMatchObject({
        reason: 'rejected',
      });
      expect(await view.count()).toBe(0);
    });
  });

  it('closes its view when it ends', async () => {
    const view = await database.audit.audit(async (own) => own);
    await expect(view.count()).rejects.toMatchObject({ port: 'audit-reader', reason: 'closed' });
  });
});

async function logOf(view: AuditView): Promise<readonly string[]> {
  return (await view.readAll({ limit: 100 })).events.map(({ id }) => id);
}

async function rowsOf(view: AuditView): Promise<readonly unknown[]> {
  return (await view.scan(seenStreams, { limit: 100 })).map((row) => row['event_id']);
}

/** A role whose sessions the server terminates and whose statements it cancels after a short time. */
async function impatientRole(): Promise<Record<'user' | 'password' | 'applicationName', string>> {
  const user = `impatient_${randomUUID().slice(0, 8)}`;
  await other.session.run({
    text: `
      CREATE ROLE ${user} LOGIN SUPERUSER PASSWORD 'impatient';
      ALTER ROLE ${user} SET idle_in_transaction_session_timeout = '200ms';
      ALTER ROLE ${user} SET statement_timeout = '200ms'`,
  });
  return { user, password: 'impatient', applicationName: user };
}

function idleForMs(name: string): Promise<number> {
  return ageMs(name, `state = 'idle in transaction'`, 'state_change');
}

function waitsForMs(name: string): Promise<number> {
  return ageMs(name, `wait_event_type = 'Lock'`, 'query_start');
}

async function ageMs(name: string, condition: string, since: string): Promise<number> {
  const { rows } = await other.session.run({
    text: `
      SELECT extract(epoch FROM clock_timestamp() - max(${since})) * 1000 FROM pg_stat_activity
      WHERE application_name = $1 AND ${condition}`,
    values: [name],
  });
  return Number(rows[0]?.[0] ?? 0);
}

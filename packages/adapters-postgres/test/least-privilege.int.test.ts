import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { silentLogger } from '@foldmart/core';
import { countShop, shopProjections } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openPostgresDatabase,
  type PostgresDatabase,
  type PostgresDependencies,
} from '../src/index.js';
import { notedOn } from './support/noted-events.js';
import { ordersPlaced } from './support/sample-events.js';
import { serviceOptions } from './support/service-options.js';

const script = new URL('../../../deploy/postgres-roles.sql', import.meta.url);
const password = randomUUID();
/** Roles belong to the whole server, so each run has its own. */
const prefix = `least_${randomUUID().slice(0, 8)}`;
const role = (name: string): string => `${prefix}_${name}`;
const database = role('database');

const dependencies: PostgresDependencies = {
  clock: realClock,
  random: { next: Math.random },
  logger: silentLogger,
  projections: shopProjections(),
};

let owner: pg.Client;

beforeAll(async () => {
  await asSuperuser(String(serviceOptions().database), `CREATE DATABASE ${database}`);
  owner = new pg.Client({ ...serviceOptions(), database });
  await owner.connect();
  await grant();
  for (const name of ['migrator', 'writer', 'reader']) {
    await owner.query(`ALTER ROLE ${role(name)} PASSWORD '${password}'`);
  }
  const migrated = await openAs('migrator');
  await migrated.close();
  await grant();
});

afterAll(async () => {
  await owner.end();
  const roles = ['migrator', 'writer', 'reader'].map(role);
  await asSuperuser(
    String(serviceOptions().database),
    `DROP DATABASE ${database} WITH (FORCE)`,
    ...roles.map((name) => `DROP ROLE ${name}`),
  );
});

async function grant(): Promise<void> {
  const text = await readFile(script, 'utf8');
  await owner.query(
    text
      .replaceAll('foldmart_migrations', 'the_migrations')
      .replaceAll('foldmart_', `${prefix}_`)
      .replaceAll('the_migrations', 'foldmart_migrations'),
  );
}

async function asSuperuser(place: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ ...serviceOptions(), database: place });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function openAs(name: string, access: 'read' | 'write' = 'write'): Promise<PostgresDatabase> {
  const options = { ...serviceOptions(), database, user: role(name), password };
  return openPostgresDatabase(options, { ...dependencies, access });
}

async function refusalOf(name: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ ...serviceOptions(), database, user: role(name), password });
  await client.connect();
  try {
    await client.query("SET foldmart.allow_log_changes = 'on'");
    await client.query(statement);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end();
  }
}

const denied = { code: '42501', message: expect.stringContaining('permission denied') as string };

describe('the writer', () => {
  it('appends, ingests, projects, locks and takes snapshots', async () => {
    const writer = await openAs('writer');
    try {
      await writer.events.append([notedOn('s', 'first')]);
      await writer.events.ingest({ items: ordersPlaced(3) });
      expect(await countShop(writer.readModels)).toMatchObject({ orders: 3 });
      expect((await writer.events.readStream('s')).version).toBe(1);
      await writer.snapshots.save({
        streamId: 's',
        name: 'n',
        streamVersion: 1,
        schemaVersion: 1,
        state: {},
      });
      const lock = await writer.locks.tryAcquire('a role');
      expect(lock).toBeDefined();
      await lock?.release();
    } finally {
      await writer.close();
    }
  });

  it('may write every table but the log and the list of migrations', async () => {
    const { rows } = await owner.query<{ table: string }>(
      `SELECT relname AS table FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT (
         has_table_privilege($1, oid, 'INSERT') AND has_table_privilege($1, oid, 'UPDATE')
         AND has_table_privilege($1, oid, 'DELETE'))`,
      [role('writer')],
    );
    expect(rows.map(({ table }) => table).sort()).toEqual(['events', 'foldmart_migrations']);
  });

  it.each([
    'UPDATE events SET type = type',
    'DELETE FROM events',
    'TRUNCATE events',
    'ALTER TABLE events DISABLE TRIGGER ALL',
    'DROP TABLE events',
    'CREATE TABLE more (id integer)',
    'INSERT INTO foldmart_migrations (version, name) VALUES (9999, $$x$$)',
  ])('is refused: %s', async (statement) => {
    expect(await refusalOf('writer', statement)).toMatchObject({ code: '42501' });
  });
});

describe('the reader', () => {
  it('reads events and rows', async () => {
    const reader = await openAs('reader', 'read');
    try {
      expect(await countShop(reader.readModels)).toMatchObject({ orders: 3 });
      expect((await reader.events.readStream('s')).version).toBe(1);
    } finally {
      await reader.close();
    }
  });

  it.each([
    "INSERT INTO events (event_id) VALUES ('x')",
    'DELETE FROM orders',
    'UPDATE projection_checkpoints SET version = 0',
  ])('is refused: %s', async (statement) => {
    expect(await refusalOf('reader', statement)).toMatchObject(denied);
  });

  it('is told what it lacks if it opens the database to write', async () => {
    await expect(openAs('reader')).rejects.toMatchObject({ reason: 'unauthorized' });
  });
});

it('the migrator still opens the database', async () => {
  const migrated = await openAs('migrator');
  await migrated.close();
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { silentLogger } from '@foldmart/core';
import { realClock } from '@foldmart/conformance';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPostgresDatabase, type PostgresDatabase } from '../src/index.js';
import { notedOn } from './support/noted-events.js';
import { serviceOptions } from './support/service-options.js';

const surroundings = { clock: realClock, random: { next: Math.random }, logger: silentLogger };
const poolSize = 3;

let name: string;
let database: PostgresDatabase;

beforeEach(async () => {
  name = `case_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name}`);
  database = await openPostgresDatabase(
    { ...serviceOptions(), database: name, poolSize },
    { ...surroundings, projections: [] },
  );
});

afterEach(async () => {
  await database.close();
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});

it('connections that were opened while the server was read-only do not outlast that time', async () => {
  await administer(
    `ALTER DATABASE ${name} SET default_transaction_read_only = on`,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  );
  await expect
    .poll(() => failuresOf('read-only'), { timeout: 10_000 })
    .toEqual([readOnly, readOnly, readOnly]);
  await administer(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  expect(await failuresOf('mended')).toEqual([]);
  expect(await database.events.count()).toBe(3);
});

const readOnly = 'this server is read-only: connect to the primary';

/** Appends to three streams at the same time, and returns the hints of those that failed. */
async function failuresOf(prefix: string): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(
    [1, 2, 3].map((number) =>
      database.events.append([notedOn(`${prefix}-${number}`, `${prefix}-${number}`)]),
    ),
  );
  return settled.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { hint?: string }).hint] : [],
  );
}

async function administer(...statements: readonly string[]): Promise<void> {
  const { host, port, user, password, database: own } = serviceOptions();
  const client = new pg.Client({ host, port, user, password: String(password), database: own });
  await client.connect();
  for (const text of statements) await client.query(text);
  await client.end();
}

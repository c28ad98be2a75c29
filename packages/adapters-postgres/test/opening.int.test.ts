import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPortError, silentLogger, type PortError } from '@foldmart/core';
import { countShop, shopProjections } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';
import { openPostgresDatabase, type PostgresOptionsInput } from '../src/index.js';
import { ordersPlaced } from './support/sample-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { serviceOptions } from './support/service-options.js';

const dependencies = {
  clock: realClock,
  random: { next: Math.random },
  logger: silentLogger,
  projections: shopProjections(),
};

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});

afterEach(() => schema.dispose());

describe('opening a database that is missing', () => {
  it('creates it, even if several processes do so at once', async () => {
    const database = `made_${randomUUID().slice(0, 8)}`;
    const options = { ...serviceOptions(), database };
    try {
      const opened = await Promise.all(
        Array.from({ length: 4 }, () => openPostgresDatabase(options, dependencies)),
      );
      await opened[0]?.events.ingest({ items: ordersPlaced(3) });
      expect(await countShop(opened[3]!.readModels)).toEqual({ users: 0, products: 0, orders: 3 });
      await Promise.all(opened.map((each) => each.close()));
    } finally {
      await administer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    }
  });

  it('advises what to run if the role may not create it', async () => {
    const role = `poor_${randomUUID().slice(0, 8)}`;
    await administer(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
    try {
      const error = await failureOf({ user: role, password: 'poor', database: 'nobody_has_this' });
      expect(error).toMatchObject({ code: 'missing-database', isRetryable: false });
      expect(error.hint).toContain('CREATE DATABASE');
      expect(error.message).toContain('nobody_has_this');
    } finally {
      await administer(`DROP ROLE ${role}`);
    }
  });
});

describe('opening a database that cannot be reached', () => {
  it('reports a wrong password without showing it', async () => {
    const error = await failureOf({ password: 'not-the-secret' });
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(`${error.message} ${String(error.hint)}`).not.toContain('not-the-secret');
  });

  it('names the address if no server listens on it', async () => {
    const error = await failureOf({ port: 1 });
    expect(error).toMatchObject({ reason: 'unavailable', isRetryable: true });
    expect(error.message).toContain(`${String(serviceOptions().host)}:1`);
    expect(error.hint).toContain('POSTGRES_PORT');
  });

  it('rejects a server without TLS if TLS is required', async () => {
    const error = await failureOf({ ssl: { mode: 'verify-full' } });
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
  });

  it('names the privilege that the role lacks', async () => {
    const role = `poor_${randomUUID().slice(0, 8)}`;
    await administer(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
    try {
      const error = await failureOf({ user: role, password: 'poor', schema: 'its_own' });
      expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    } finally {
      await administer(`DROP ROLE ${role}`);
    }
  });
});

describe('migrating', () => {
  it('is done once, however many processes start at the same time', async () => {
    const opened = await Promise.all(
      Array.from({ length: 6 }, () => schema.open(shopProjections())),
    );
    await opened[5]?.events.ingest({ items: ordersPlaced(2) });
    expect(await countShop(opened[0]!.readModels)).toMatchObject({ orders: 2 });
    const { session } = await schema.connect();
    const { rows } = await session.run({
      text: `SELECT count(*) = count(DISTINCT version) FROM ${schema.name}.foldmart_migrations`,
    });
    expect(rows).toEqual([['t']]);
  });

  it('refuses a schema that a newer version has migrated', async () => {
    await schema.open();
    const { session } = await schema.connect();
    await session.run({
      text: `INSERT INTO ${schema.name}.foldmart_migrations (version, name) VALUES (9999, 'later')`,
    });
    await expect(schema.open()).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('9999') as string,
    });
  });

  it('leaves no lock if it fails', async () => {
    await schema.open();
    const { session } = await schema.connect();
    await session.run({
      text: `CREATE TABLE ${schema.name}.orders (order_id integer PRIMARY KEY)`,
    });
    await expect(schema.open(shopProjections())).rejects.toMatchObject({ reason: 'rejected' });
    await session.run({ text: `DROP TABLE ${schema.name}.orders` });
    await schema.open(shopProjections());
  });
});

async function failureOf(more: PostgresOptionsInput): Promise<PortError> {
  const opening = openPostgresDatabase({ ...serviceOptions(), ...more }, dependencies);
  const error: unknown = await opening.then(
    (database) => database.close(),
    (reason: unknown) => reason,
  );
  if (!isPortError(error)) throw new Error('The database was opened, or failed otherwise.');
  return error;
}

async function administer(text: string): Promise<void> {
  const { session, close } = await schema.connect();
  await session.run({ text });
  await close();
}

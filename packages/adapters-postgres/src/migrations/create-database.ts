import pg from 'pg';
import { PortError } from '@foldmart/core';
import { sqlState } from '../classify-error.js';
import { closeClient } from '../connection/close-client.js';
import type { ConnectionTarget } from '../connection/connection-target.js';
import { quoted } from '../connection/statement.js';

const databaseIsMissing = '3D000';
const rightIsMissing = '42501';
/** The database exists, or another process is creating it now (a unique index of the catalogue). */
const wasFaster: readonly (string | undefined)[] = ['42P04', '23505'];

/** Databases that a server has from the start. */
const maintenanceDatabases = ['postgres', 'template1'] as const;

/**
 * Connects, and creates the database first if it is missing. Rejects with the driver's error, or with a PortError,
 * `missing-database`, if the role may not create it. Calls `reached` when the server has answered.
 */
export async function connectCreating(
  targetFor: (database?: string) => ConnectionTarget,
  reached: () => void,
): Promise<pg.Client> {
  try {
    const client = await connect(targetFor());
    reached();
    return client;
  } catch (error) {
    if (sqlState(error) !== databaseIsMissing) throw error;
  }
  reached();
  await createDatabase(targetFor);
  return connect(targetFor());
}

async function connect({ config }: ConnectionTarget): Promise<pg.Client> {
  // Migrations have no time limit; the wait for their lock has one of its own.
  const client = new pg.Client({ ...config, query_timeout: 0, statement_timeout: 0 });
  // Without a listener, a connection that breaks between two statements would crash the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await closeClient(client);
    throw error;
  }
}

async function createDatabase(targetFor: (database?: string) => ConnectionTarget): Promise<void> {
  const { database, user, address } = targetFor();
  const client = await connectToAny(maintenanceDatabases.map((name) => targetFor(name)));
  try {
    // template0 accepts any encoding, and has no local changes as template1 may have.
    await client.query(`CREATE DATABASE ${quoted(database)} TEMPLATE template0 ENCODING 'UTF8'`);
  } catch (error) {
    if (sqlState(error) === rightIsMissing) {
      throw new PortError({
        port: 'event-store',
        operation: 'open',
        reason: 'rejected',
        code: 'missing-database',
        message: `Postgres at ${address} has no database ${database}, and role ${user} may not create it.`,
        hint: `run CREATE DATABASE ${quoted(database)} OWNER ${quoted(user)}, or set POSTGRES_DB`,
        cause: error,
      });
    }
    if (!wasFaster.includes(sqlState(error))) throw error;
  } finally {
    await closeClient(client);
  }
}

async function connectToAny(targets: readonly ConnectionTarget[]): Promise<pg.Client> {
  let first: unknown;
  for (const target of targets) {
    try {
      return await connect(target);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

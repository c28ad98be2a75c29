import pg from 'pg';
import { closeClient } from './connection/close-client.js';
import { connectionTarget } from './connection/connection-target.js';
import { toPortError } from './connection/port-failure.js';
import { rollBack, Session } from './connection/session.js';
import { tablesIn } from './database-tables.js';
import { appliedVersions, libraryModule } from './migrations/applied-versions.js';
import { postgresOptionsSchema, type PostgresOptionsInput } from './options.js';

/** The result of a probe. */
export interface PostgresFinding {
  /** The version of the library's newest applied migration; 0 before the first. */
  readonly schemaVersion: number;
}

/**
 * Connects, writes a row, reads it and rolls back; creates neither database nor tables. Rejects with a PortError if
 * the server cannot be reached, the password is wrong or the database is missing.
 */
export async function probePostgres(input: PostgresOptionsInput): Promise<PostgresFinding> {
  const options = postgresOptionsSchema.parse(input);
  const target = connectionTarget(options);
  const client = new pg.Client(target.config);
  // Without a listener, a connection that breaks between two statements would crash the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await writeAndRead(new Session(client), tablesIn(options.schema).migrations);
  } catch (error) {
    throw toPortError({ port: 'event-store', operation: 'probe' }, target.address, error);
  } finally {
    await closeClient(client);
  }
}

async function writeAndRead(session: Session, migrations: string): Promise<PostgresFinding> {
  await session.run({ text: 'BEGIN' });
  await session.run({
    text: 'CREATE TEMPORARY TABLE foldmart_probe (seen integer) ON COMMIT DROP',
  });
  await session.run({ text: 'INSERT INTO foldmart_probe VALUES (1)' });
  await session.run({ text: 'SELECT seen FROM foldmart_probe' });
  const existing = await session.run({ text: 'SELECT to_regclass($1)', values: [migrations] });
  const isMigrated = existing.rows[0]?.[0] !== null;
  const applied = isMigrated ? await appliedVersions(session, migrations) : undefined;
  await rollBack(session);
  return { schemaVersion: applied?.get(libraryModule) ?? 0 };
}

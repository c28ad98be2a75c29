import pg from 'pg';
import { connectionTarget } from './connection/connection-target.js';
import { toPortError } from './connection/port-failure.js';
import { rollBack, Session } from './connection/session.js';
import { tablesIn } from './database-tables.js';
import { postgresOptionsSchema, type PostgresOptionsInput } from './options.js';

/** What a probe of the database found. */
export interface PostgresFinding {
  /** The number of the newest migration that was applied; 0 before the first. */
  readonly schemaVersion: number;
}

/**
 * Connects, writes a row and reads it, and takes everything back; makes neither database nor tables. Rejects with
 * a PortError: unreachable, wrong password, missing database.
 */
export async function probePostgres(input: PostgresOptionsInput): Promise<PostgresFinding> {
  const options = postgresOptionsSchema.parse(input);
  const target = connectionTarget(options);
  const client = new pg.Client(target.config);
  // Without a listener, a connection that breaks between two statements would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await writeAndRead(new Session(client), tablesIn(options.schema).migrations);
  } catch (error) {
    throw toPortError({ port: 'event-store', operation: 'probe' }, target.address, error);
  } finally {
    await client.end().catch(() => undefined);
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
  const found = isMigrated
    ? await session.run({ text: `SELECT coalesce(max(version), 0) FROM ${migrations}` })
    : undefined;
  await rollBack(session);
  return { schemaVersion: Number(found?.rows[0]?.[0] ?? 0) };
}

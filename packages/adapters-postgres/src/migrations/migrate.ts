import { PortError } from '@foldmart/core';
import { inTransaction, type Session } from '../connection/session.js';
import { quoted } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { createTableIfMissing, layOutTable } from '../read-models/table-layout.js';
import { migrations } from './index.js';
import { raiseEpoch } from './log-epoch.js';
import { settleProjectionVersions, type ProjectionVersions } from './projection-versions.js';

/** How long others may take over their migrations, in milliseconds. */
const longestWaitMs = 120_000;

/**
 * Brings a schema to what this version of the library needs, with the tables of its read models, under a lock
 * that all processes share: any number may start at once. A schema of a newer version is rejected.
 */
export async function migrate(session: Session, versions: ProjectionVersions): Promise<void> {
  await assertUtf8(session);
  await session.run({ text: `SET lock_timeout = ${String(longestWaitMs)}` });
  const lock = { values: [`foldmart:migrations:${versions.tables.schema}`] };
  await session.run({ text: 'SELECT pg_advisory_lock(hashtextextended($1, 3))', ...lock });
  await migrateLocked(session, versions);
  await session.run({ text: 'SELECT pg_advisory_unlock(hashtextextended($1, 3))', ...lock });
}

async function migrateLocked(session: Session, versions: ProjectionVersions): Promise<void> {
  const { tables, catalog } = versions;
  const version = await prepareSchema(session, tables);
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest) throw newerSchema(tables.schema, version, newest);
  for (const { version: next, name, statements } of migrations) {
    if (next <= version) continue;
    await inTransaction(session, async () => {
      for (const text of statements(tables)) await session.run({ text });
      await session.run({
        text: `INSERT INTO ${tables.migrations} (version, name) VALUES ($1, $2)`,
        values: [next, name],
      });
    });
  }
  await raiseEpoch(session, tables);
  await inTransaction(session, async () => {
    const untouched = await settleProjectionVersions(session, versions);
    for (const table of catalog.tables) {
      const layOut = untouched.has(table.model.name) ? createTableIfMissing : layOutTable;
      await layOut(session, tables.schema, table);
    }
  });
}

/** Makes the schema and the table of migrations where they are missing; gives the version reached so far. */
async function prepareSchema(
  session: Session,
  { schema, migrations: table }: DatabaseTables,
): Promise<number> {
  const existing = await session.run({
    text: 'SELECT to_regnamespace($1) IS NULL, to_regclass($2) IS NULL',
    values: [quoted(schema), table],
  });
  const [lacksSchema, lacksTable] = existing.rows[0] ?? [];
  if (lacksSchema === 't')
    await session.run({ text: `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}` });
  if (lacksTable === 't') {
    await session.run({
      text: `CREATE TABLE ${table} (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`,
    });
    return 0;
  }
  const { rows } = await session.run({ text: `SELECT coalesce(max(version), 0) FROM ${table}` });
  return Number(rows[0]?.[0]);
}

function newerSchema(schema: string, version: number, newest: number): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'open',
    reason: 'rejected',
    message:
      `Schema ${schema} is at version ${String(version)}, ` +
      `newer than version ${String(newest)} that this program knows.`,
    hint: 'upgrade this program, or use another schema',
  });
}

async function assertUtf8(session: Session): Promise<void> {
  const { rows } = await session.run({ text: 'SHOW server_encoding' });
  const encoding = rows[0]?.[0];
  if (encoding === 'UTF8') return;
  throw new PortError({
    port: 'event-store',
    operation: 'open',
    reason: 'rejected',
    message: `The database's encoding is ${String(encoding)}; events need UTF8.`,
    hint: "create the database with ENCODING 'UTF8'",
  });
}

import { PortError } from '@foldmart/core';
import { inTransaction, type Session } from '../connection/session.js';
import { quoted } from '../connection/statement.js';
import { tableNamer, type DatabaseTables } from '../database-tables.js';
import { createTableIfMissing, layOutTable } from '../read-models/table-layout.js';
import type { PostgresModule } from '../modules/postgres-module.js';
import { appliedVersions, libraryModule } from './applied-versions.js';
import { migrations } from './index.js';
import { raiseEpoch } from './log-epoch.js';
import { settleProjectionVersions, type ProjectionVersions } from './projection-versions.js';

/** How long to wait for migrations of other processes, in milliseconds. */
const longestWaitMs = 120_000;

/** What a schema is brought up to. */
export interface MigrationTargets extends ProjectionVersions {
  readonly modules: readonly PostgresModule<unknown>[];
}

/** A step with its statements for one schema. */
interface Step {
  readonly version: number;
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * Applies the missing steps of the library and of its modules to a schema, then creates the tables of the read models.
 * It holds a lock of the schema, so any number of processes may start at once. Rejects with a PortError if the schema
 * has a newer version of the library or of one of the modules.
 */
export async function migrate(session: Session, targets: MigrationTargets): Promise<void> {
  await assertUtf8(session);
  await session.run({ text: `SET lock_timeout = ${String(longestWaitMs)}` });
  const lock = { values: [`foldmart:migrations:${targets.tables.schema}`] };
  await session.run({ text: 'SELECT pg_advisory_lock(hashtextextended($1, 3))', ...lock });
  await migrateLocked(session, targets);
  await session.run({ text: 'SELECT pg_advisory_unlock(hashtextextended($1, 3))', ...lock });
}

async function migrateLocked(session: Session, targets: MigrationTargets): Promise<void> {
  const { tables, catalog, modules } = targets;
  await prepareSchema(session, tables);
  const applied = await appliedVersions(session, tables.migrations);
  const plans = [libraryModule, ...modules.map(({ name }) => name)].map((name) => ({
    name,
    missing: missingSteps(targets, name, applied.get(name) ?? 0),
  }));
  for (const { name, missing } of plans) await applySteps(session, tables, name, missing);
  await raiseEpoch(session, tables);
  await inTransaction(session, async () => {
    const untouched = await settleProjectionVersions(session, targets);
    for (const table of catalog.tables) {
      const layOut = untouched.has(table.model.name) ? createTableIfMissing : layOutTable;
      await layOut(session, tables.schema, table);
    }
  });
}

/** The steps of a module above `applied`. Throws PortError if `applied` is newer than all of them. */
function missingSteps(targets: MigrationTargets, module: string, applied: number): readonly Step[] {
  const steps = stepsOf(targets, module);
  const newest = steps.at(-1)?.version ?? 0;
  if (applied > newest) throw newerSchema(targets.tables.schema, module, applied, newest);
  return steps.filter(({ version }) => version > applied);
}

function stepsOf({ tables, modules }: MigrationTargets, module: string): readonly Step[] {
  if (module === libraryModule) {
    return migrations.map(({ version, name, statements }) => ({
      version,
      name,
      texts: statements(tables),
    }));
  }
  const own = modules.find(({ name }) => name === module)?.migrations ?? [];
  return own.map(({ version, name, statements }) => ({
    version,
    name,
    texts: statements(tableNamer(tables.schema)),
  }));
}

/** The library's first steps are recorded before the table has a column for the module, whose default it is. */
async function applySteps(
  session: Session,
  { migrations: table }: DatabaseTables,
  module: string,
  steps: readonly Step[],
): Promise<void> {
  const [columns, owner] =
    module === libraryModule ? ['version, name', []] : ['version, name, module', [module]];
  for (const { version, name, texts } of steps) {
    const values = [version, name, ...owner];
    const places = values.map((_value, index) => `$${String(index + 1)}`).join(', ');
    await inTransaction(session, async () => {
      for (const text of texts) await session.run({ text });
      await session.run({ text: `INSERT INTO ${table} (${columns}) VALUES (${places})`, values });
    });
  }
}

/** Creates the schema and the table of migrations if they are missing. */
async function prepareSchema(
  session: Session,
  { schema, migrations: table }: DatabaseTables,
): Promise<void> {
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
  }
}

function newerSchema(schema: string, module: string, version: number, newest: number): PortError {
  const what =
    module === libraryModule ? `Schema ${schema}` : `Module ${module} of schema ${schema}`;
  return new PortError({
    port: 'event-store',
    operation: 'open',
    reason: 'rejected',
    message:
      `${what} is at version ${String(version)}, ` +
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

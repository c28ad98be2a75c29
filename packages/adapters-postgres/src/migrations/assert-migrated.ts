import { PortError } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';
import type { PostgresModule } from '../modules/postgres-module.js';
import { appliedVersions, libraryModule } from './applied-versions.js';
import { migrations } from './index.js';

/**
 * Checks, without changing anything, that a schema has the layout that this program knows. Rejects with a PortError, code
 * `missing-schema`, if it was never set up or is older.
 */
export async function assertMigrated(
  session: Session,
  { schema, migrations: table }: DatabaseTables,
  modules: readonly PostgresModule<unknown>[],
): Promise<void> {
  const existing = await session.run({ text: 'SELECT to_regclass($1)', values: [table] });
  if ((existing.rows[0]?.[0] ?? null) === null)
    throw unfit(`Schema ${schema} has no tables of this library.`);
  const applied = await appliedVersions(session, table);
  const expected = [{ name: libraryModule, migrations }, ...modules];
  for (const { name, migrations: steps } of expected) {
    const newest = steps.at(-1)?.version ?? 0;
    const actual = applied.get(name) ?? 0;
    if (actual === newest) continue;
    throw unfit(
      `Schema ${schema} has version ${String(actual)} of ${name}, this program needs version ${String(newest)}.`,
    );
  }
}

function unfit(message: string): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'open',
    reason: 'rejected',
    code: 'missing-schema',
    message,
    hint: 'a command that only reads changes nothing: first run one that writes, or upgrade this program',
  });
}

import { probePostgres } from '@foldmart/adapters-postgres';
import { postgresOptions } from '../runtime/open-database.js';
import type { System } from '../runtime/system.js';
import { check, type Check } from './check.js';
import { inProcess } from './check-queue.js';

/**
 * Writes and reads a row in a transaction that is rolled back. Creates neither the database nor its
 * tables.
 */
export async function checkDatabase(system: System): Promise<readonly Check[]> {
  const { settings, clock } = system;
  if (settings.databaseType === 'memory') {
    return [inProcess('database', 'memory: belongs to one process and ends with it')];
  }
  const probe = async (): Promise<string> => {
    const startedAt = clock.monotonic();
    const { schemaVersion } = await probePostgres(postgresOptions(settings.values));
    const took = `a row was written and read back in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
    return schemaVersion === 0 ? `${took}; the tables will be created at first use` : took;
  };
  return [await check('database (postgres)', probe)];
}

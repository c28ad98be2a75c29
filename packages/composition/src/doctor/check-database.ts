import type { Runtime } from '../runtime/runtime.js';
import { check, type Check } from './check.js';
import { inProcess } from './check-queue.js';

/**
 * Writes and reads a row in a transaction that is rolled back. Creates neither the database nor its
 * tables.
 */
export async function checkDatabase(runtime: Runtime): Promise<readonly Check[]> {
  const { settings, clock, probeDatabase } = runtime;
  const { databaseType } = settings;
  if (probeDatabase === undefined) {
    return [inProcess('database', `${databaseType}: belongs to one process and ends with it`)];
  }
  const probe = async (): Promise<string> => {
    const startedAt = clock.monotonic();
    const { schemaVersion } = await probeDatabase();
    const took = `a row was written and read back in ${String(Math.round(clock.monotonic() - startedAt))} ms`;
    return schemaVersion === 0 ? `${took}; the tables will be created at first use` : took;
  };
  return [await check(`database (${databaseType})`, probe)];
}

import { createShop } from '@foldmart/composition/shop';
import pg from 'pg';
import { settingsFor } from '../src/measure/service-settings.js';
import { startServices } from '../src/measure/services.js';

// Benchmarks use services of their own by default; tests use those that all tests use.
process.env['FOLDMART_SERVICES_INSTANCE'] ??= '0';

/** The topics and databases that a benchmark's process has left behind. */
export async function tracesOf(pid: number): Promise<readonly string[]> {
  const { services } = startServices();
  const isOwn = (name: string): boolean => name.includes(`bench_${String(pid)}_`);
  const client = new pg.Client({ ...services.postgres, database: 'postgres' });
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database');
  await client.end();
  const system = await createShop(settingsFor(services, 'postgres'));
  const topics = await system.bus().admin.listTopics();
  await system.close();
  return [...rows.map(({ name }) => name), ...topics].filter(isOwn);
}

import pg from 'pg';
import type { BenchmarkServices } from './service-settings.js';

/** Runs statements on the server's own database, one after another. */
export async function administer(
  { postgres }: Pick<BenchmarkServices, 'postgres'>,
  statements: readonly string[],
): Promise<void> {
  const client = new pg.Client({ ...postgres, database: 'postgres' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

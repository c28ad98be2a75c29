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

/** The first column of what a query on the server's own database finds. */
export async function select(
  { postgres }: Pick<BenchmarkServices, 'postgres'>,
  query: string,
  values: readonly unknown[] = [],
): Promise<readonly string[]> {
  const client = new pg.Client({ ...postgres, database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({
      text: query,
      values: [...values],
      rowMode: 'array',
    });
    return rows.map(([first]) => String(first));
  } finally {
    await client.end();
  }
}

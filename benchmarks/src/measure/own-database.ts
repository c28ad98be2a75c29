import { administer } from './administer.js';
import type { BenchmarkServices } from './service-settings.js';

/** Creates an empty database for `work`, and deletes it at the end. */
export async function withOwnDatabase<Result>(
  services: BenchmarkServices,
  purpose: string,
  work: (database: string) => Promise<Result>,
): Promise<Result> {
  const database = `${services.prefix}${purpose}`;
  await administer(services, [`CREATE DATABASE ${database}`]);
  try {
    return await work(database);
  } finally {
    await administer(services, [`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]);
  }
}

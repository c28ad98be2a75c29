import { createShop, seedShop } from '@foldmart/composition/shop';
import { runContender, type Measured } from '../measure/child.js';
import { withOwnDatabase } from '../measure/own-database.js';
import { removeTraces } from '../measure/remove-traces.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import type { LookupConfig, PacedLookups } from './lookup-config.js';
import { reportLookups } from './lookup-report.js';

export interface CacheBenchmarkOptions {
  readonly durationMs: number;
  readonly users: number;
  readonly products: number;
  readonly tell: (line: string) => void;
}

const contenders = [
  { name: 'from the cache', module: './cached.js', more: {} },
  { name: 'query of a random row', module: './queried.js', more: { query: 'random' } },
  { name: 'query by a known id', module: './queried.js', more: { query: 'by-id' } },
] as const;

const startAndEndMs = 120_000;

/** Look-ups of users and products as a producer needs them: from the cache, and by queries. */
export async function benchmarkCache(
  services: BenchmarkServices,
  { durationMs, users, products, tell }: CacheBenchmarkOptions,
): Promise<string> {
  return withOwnDatabase(services, 'cache', async (database) => {
    const settings = settingsFor(services, database, { CACHE_TYPE: 'redis' });
    tell(`seeding ${String(users)} users and ${String(products)} products`);
    const system = await createShop(settings);
    await seedShop(system, { users, products });
    await system.close();
    tell(
      `looking up for ${String(durationMs / 1_000)} s, in ${String(contenders.length)} ways at once`,
    );
    try {
      const runs = await Promise.all(
        contenders.map(({ name, module, more }) =>
          runPaced(name, module, { ...services, database, durationMs, ...more }),
        ),
      );
      return reportLookups(runs, { users, products });
    } finally {
      await removeTraces(settings);
    }
  });
}

async function runPaced(
  name: string,
  module: string,
  config: LookupConfig,
): Promise<Measured & PacedLookups & { readonly name: string }> {
  const url = new URL(module, import.meta.url);
  const timeoutMs = config.durationMs + startAndEndMs;
  return { name, ...(await runContender<PacedLookups>(url, config, timeoutMs)) };
}

import { runContender } from '../measure/child.js';
import { withOwnDatabase } from '../measure/own-database.js';
import { removeTraces } from '../measure/remove-traces.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { reportPace } from './pace-report.js';
import type { PacedShop, PacedShopConfig } from './shop-config.js';

export interface RealtimeOptions {
  readonly durationMs: number;
  readonly rate?: number;
  readonly users: number;
  readonly products: number;
  readonly tell: (line: string) => void;
}

const startAndEndMs = 300_000;

/** The shop at its own pace for some time, on Kafka, Redis and Postgres. */
export async function benchmarkRealtime(
  services: BenchmarkServices,
  { tell, ...options }: RealtimeOptions,
): Promise<string> {
  tell(`running the shop for ${String(options.durationMs / 1_000)} s, after it is seeded`);
  return withOwnDatabase(services, 'realtime', async (database) => {
    const config: PacedShopConfig = { ...services, ...options, database };
    try {
      const module = new URL('./shop.js', import.meta.url);
      const timeoutMs = options.durationMs + startAndEndMs;
      return reportPace(await runContender<PacedShop>(module, config, timeoutMs));
    } finally {
      await removeTraces(settingsFor(services, database, { CACHE_TYPE: 'redis' }));
    }
  });
}

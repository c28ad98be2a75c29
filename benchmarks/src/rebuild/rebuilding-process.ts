import { rebuild } from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of the process that rebuilds. */
export interface RebuildingConfig extends BenchmarkServices {
  readonly database: string;
  readonly projection: string;
}

/** Its messages: one for each step, and its peak memory at the end. */
export type RebuildingNews =
  | { readonly events: number; readonly total: number; readonly atMs: number }
  | { readonly peakMemoryBytes: number };

const config = JSON.parse(process.argv[2] ?? '{}') as RebuildingConfig;
const system = await createShop(settingsFor(config, config.database));
await rebuild(system, {
  which: [config.projection],
  signal: new AbortController().signal,
  onProgress({ events, total }) {
    process.send?.({ events, total, atMs: performance.now() } satisfies RebuildingNews);
  },
});
await system.close();
const { maxRSS } = process.resourceUsage();
process.send?.({ peakMemoryBytes: maxRSS * 1_024 } satisfies RebuildingNews);
process.disconnect();

import type { Meter } from '@foldmart/core';
import type { Watchdog } from '../../progress/index.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** Reports for each piece of work of the process whether it moves, whenever metrics are read. */
export function reportProgress(meter: Meter, watchdog: Pick<Watchdog, 'works'>): void {
  const still = meter.gauge(metricDefinitions.workStill);
  const stalled = meter.gauge(metricDefinitions.workStalled);
  meter.beforeRead('progress', async () => {
    still.clear();
    stalled.clear();
    for (const { role, work, stillForMs, isStalled } of watchdog.works()) {
      still.set({ role, work }, stillForMs / 1_000);
      stalled.set({ role, work }, isStalled ? 1 : 0);
    }
  });
}

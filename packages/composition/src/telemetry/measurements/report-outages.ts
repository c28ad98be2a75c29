import type { Meter } from '@foldmart/core';
import type { Outages } from '../../outages/index.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** Reports for each service of the process whether it answers, whenever metrics are read. */
export function reportOutages(meter: Meter, outages: Outages): void {
  const outage = meter.gauge(metricDefinitions.outage);
  meter.beforeRead('outages', async () => {
    const silent = new Set(outages.open().map(({ service }) => service));
    for (const service of outages.services()) {
      outage.set({ service: service.toLowerCase() }, silent.has(service) ? 1 : 0);
    }
  });
}

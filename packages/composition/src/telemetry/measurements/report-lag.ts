import {
  isPortError,
  type EventBus,
  type GroupOnTopic,
  type Meter,
  type PartitionLag,
} from '@foldmart/core';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/**
 * Reports the lag of groups whenever metrics are read, if this process has opened the bus. If the bus does not answer,
 * there is no lag to report.
 */
export function reportLag(
  meter: Meter,
  opened: () => EventBus | undefined,
  groups: () => readonly GroupOnTopic[],
): void {
  const gauge = meter.gauge(metricDefinitions.lag);
  meter.beforeRead('lag', async () => {
    const bus = opened();
    if (bus === undefined) return;
    const lags = await Promise.allSettled(groups().map((group) => lagOf(bus, group)));
    gauge.clear();
    for (const measured of lags) {
      if (measured.status === 'rejected') continue;
      for (const { group, topic, partition, lag } of measured.value) {
        gauge.set({ group, topic, partition: String(partition) }, lag);
      }
    }
    for (const measured of lags) if (measured.status === 'rejected') throw measured.reason;
  });
}

/** A topic that does not exist has no messages to lag behind. */
async function lagOf(
  { admin }: EventBus,
  { group, topic }: GroupOnTopic,
): Promise<readonly PartitionLag[]> {
  try {
    return await admin.lag(group, topic);
  } catch (error) {
    if (isPortError(error) && error.code === 'unknown-topic') return [];
    throw error;
  }
}

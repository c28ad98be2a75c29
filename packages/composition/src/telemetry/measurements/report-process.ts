import type { Meter } from '@foldmart/core';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { processMetricDefinitions as definitions } from '../metrics/process-metric-definitions.js';

const resolutionMs = 20;

/** Reports what Node says of this process whenever metrics are read. Returns a function that ends this. */
export function reportProcess(meter: Meter): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const lags = [
    [meter.gauge(definitions.eventLoopMedian), () => delay.percentile(50)],
    [meter.gauge(definitions.eventLoopP99), () => delay.percentile(99)],
    [meter.gauge(definitions.eventLoopMax), () => delay.max],
  ] as const;
  const reportRest = reportUsage(meter);
  const stop = meter.beforeRead('process', async () => {
    reportRest();
    for (const [gauge, nanoseconds] of lags) gauge.set({}, beyondResolution(nanoseconds()));
    delay.reset();
  });
  return () => {
    stop();
    delay.disable();
  };
}

/** The monitor measures the time between two of its timers, which is the resolution if nothing delays them. */
function beyondResolution(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - resolutionMs / 1_000);
}

function reportUsage(meter: Meter): () => void {
  const cpu = meter.counter(definitions.cpu);
  const resident = meter.gauge(definitions.residentMemory);
  const heap = meter.gauge(definitions.heapUsed);
  meter.gauge(definitions.startTime).set({}, Math.round(Date.now() / 1_000 - process.uptime()));
  let countedSeconds = 0;
  return () => {
    const { user, system } = process.cpuUsage();
    const seconds = (user + system) / 1e6;
    cpu.add({}, seconds - countedSeconds);
    countedSeconds = seconds;
    const { rss, heapUsed } = process.memoryUsage();
    resident.set({}, rss);
    heap.set({}, heapUsed);
  };
}

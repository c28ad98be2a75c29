import type { MetricDefinition } from '@foldmart/core';

function metric(name: string, help: string): MetricDefinition<never> {
  return { name, help, labels: [] };
}

/** Metrics of the process itself, under the names that boards for Node use. */
export const processMetricDefinitions = {
  cpu: metric('process_cpu_seconds_total', 'CPU time of the process.'),
  residentMemory: metric('process_resident_memory_bytes', 'Resident memory.'),
  startTime: metric('process_start_time_seconds', 'When the process started, in Unix time.'),
  heapUsed: metric('nodejs_heap_size_used_bytes', 'Memory of the heap that is in use.'),
  eventLoopMedian: metric(
    'nodejs_eventloop_lag_p50_seconds',
    'Delay of the event loop since the last read, median.',
  ),
  eventLoopP99: metric(
    'nodejs_eventloop_lag_p99_seconds',
    'Delay of the event loop since the last read, 99th percentile.',
  ),
  eventLoopMax: metric(
    'nodejs_eventloop_lag_max_seconds',
    'Delay of the event loop since the last read, maximum.',
  ),
} as const;

import type { BenchmarkServices } from '../measure/service-settings.js';

/** What a producer under measurement is told. */
export interface PublishConfig extends BenchmarkServices {
  readonly messages: number;
}

/** Messages a call. */
export const publishBatchSize = 500;

/** Sent before the measurement begins: connections, metadata and compiled code are there then. */
export const warmUpBatches = 20;

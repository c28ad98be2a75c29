import type { BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a measured producer. */
export interface PublishConfig extends BenchmarkServices {
  readonly messages: number;
}

/** Messages per call. */
export const publishBatchSize = 500;

/**
 * Messages sent before the measurement, so that connections, metadata and compiled code exist when
 * it starts.
 */
export const warmUpBatches = 20;

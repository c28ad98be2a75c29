import { driveAtRate } from './drive-at-rate.js';
import { drivePaced } from './drive-paced.js';
import {
  startProduction,
  type ProducerDependencies,
  type ProducerOptions,
} from './production-run.js';

/** The number of published events, all durable. */
export interface ProducerResult {
  readonly orders: number;
  readonly products: number;
  readonly users: number;
  /** Events whose publishing was abandoned when the run was stopped; each may or may not be published. */
  readonly unconfirmed: number;
}

/**
 * Publishes bursts of orders, products and users until the signal aborts, the duration is over or the limit of
 * orders or users is reached. Retryable failures of the bus or the cache are retried with the same events. Rejects with any
 * other error, and with a retryable one that lasts past the duration and its grace period. With a seed's randomness
 * and picks, the same settings publish the same events.
 */
export async function runProducer(
  dependencies: ProducerDependencies,
  options: ProducerOptions,
): Promise<ProducerResult> {
  const { settings } = options;
  const deadline = new AbortController();
  const cancelDeadline =
    settings.durationMs === undefined
      ? undefined
      : dependencies.clock.schedule(settings.durationMs + settings.graceMs, () => deadline.abort());
  const run = startProduction(dependencies, options, deadline.signal);
  try {
    await (settings.rate === undefined ? drivePaced(run) : driveAtRate(run, settings.rate));
  } finally {
    cancelDeadline?.();
    run.tellProgress();
  }
  return { ...run.tally.totals, unconfirmed: run.tally.unconfirmed };
}

import { driveAtRate } from './drive-at-rate.js';
import { drivePaced } from './drive-paced.js';
import {
  startProduction,
  type ProducerDependencies,
  type ProducerOptions,
} from './production-run.js';

/** What a run has published, each event durable. */
export interface ProducerResult {
  readonly orders: number;
  readonly products: number;
  readonly users: number;
  /** Events whose publishing was given up when the run was stopped: each may or may not be out. */
  readonly unconfirmed: number;
}

/**
 * Publishes bursts of orders, products and users until the signal aborts, the duration is over or the orders are
 * out. A transient failure of bus or cache is waited out with the same events; any other rejects, and so does one that
 * lasts past the duration and its grace. With a seed's chance and picks, the same settings publish the same events.
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

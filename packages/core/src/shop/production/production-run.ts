import { isRetryableError } from '../../errors/index.js';
import type { EventEnvelope } from '../../events/envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import { createOrderedPublisher } from '../../messaging/ordered-publisher.js';
import {
  retryTransient,
  type RetryOptions,
  type RetryPolicy,
} from '../../messaging/retry-policy.js';
import type { SeededRandom } from '../ports/seeded-random.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Random } from '../../ports/random.js';
import type { ShopGenerator } from '../ports/shop-generator.js';
import { createBurstDecider, type DecideBursts, type DecidedBurst } from './decide-bursts.js';
import type { PickOrders } from './order-picks.js';
import type { ProducerSettings } from './producer-settings.js';
import {
  createProducerTally,
  type ProducerTally,
  type PublishedProgress,
} from './producer-tally.js';
import { planProduction, type ProductionPlan } from './production-plan.js';
import type { PublishEvents } from '../../messaging/publish-events.js';

export interface ProducerDependencies {
  readonly generator: ShopGenerator;
  readonly registry: EventRegistry;
  readonly publish: PublishEvents;
  readonly pick: PickOrders;
  /** The machine's randomness for every name, or a reproducible one. */
  readonly chance: SeededRandom;
  readonly clock: Clock;
  /** Adds jitter to the back-off; not the seed's. */
  readonly random: Random;
  readonly logger: Logger;
}

/** How a run works, and how it reports. */
export interface ProducerOptions {
  readonly settings: ProducerSettings;
  /**
   * The time of the first burst, in milliseconds since the epoch, if times come from the plan (a seeded run) instead
   * of the clock.
   */
  readonly startMs?: number;
  readonly retry?: RetryPolicy;
  /** Must not throw. */
  readonly onProgress?: (progress: ProducerProgress) => void;
  /** Called with events as soon as they are durable. Must not throw. */
  readonly onPublished?: (events: readonly EventEnvelope[]) => void;
  readonly signal: AbortSignal;
}

/** A report of a producer: what it published, that nothing is cached, or that it waits for the bus or the cache. */
export type ProducerProgress =
  | PublishedProgress
  | { readonly kind: 'waiting'; readonly reason: 'empty-cache' }
  | {
      readonly kind: 'retrying';
      readonly error: unknown;
      readonly attempt: number;
      readonly delayMs: number;
    };

/** A running production, as seen by its drivers. */
export interface ProductionRun {
  readonly settings: ProducerSettings;
  readonly plan: ProductionPlan;
  readonly clock: Clock;
  readonly tally: ProducerTally;
  /** Aborts if the run is stopped or its deadline has passed. */
  readonly signal: AbortSignal;
  /** Milliseconds since the start. */
  readonly elapsedMs: () => number;
  /** Undefined if nothing is cached (which is reported), or if the run was stopped. */
  readonly decide: DecideBursts;
  /** Resolves when the events are durable, or abandoned because the run was stopped. */
  readonly publish: (decided: readonly DecidedBurst[]) => Promise<void>;
  readonly tellProgress: () => void;
}

/** Starts a run that ends at `deadline` at the latest, with an error if it is retrying at that time. */
export function startProduction(
  dependencies: ProducerDependencies,
  options: ProducerOptions,
  deadline: AbortSignal,
): ProductionRun {
  const { clock, chance } = dependencies;
  const startedAt = clock.monotonic();
  const signal = AbortSignal.any([options.signal, deadline]);
  const tally = createProducerTally(clock);
  const retry = patienceOf(dependencies, options, signal);
  return {
    settings: options.settings,
    plan: planProduction(options.settings, chance),
    clock,
    tally,
    signal,
    elapsedMs: () => clock.monotonic() - startedAt,
    decide: decideOf(dependencies, options, retry),
    publish: publishOf(dependencies, options, retry, tally),
    tellProgress() {
      for (const progress of tally.takeProgress()) options.onProgress?.(progress);
    },
  };
}

function patienceOf(
  { clock, random }: ProducerDependencies,
  { retry, onProgress }: ProducerOptions,
  signal: AbortSignal,
): RetryOptions {
  return {
    clock,
    random,
    signal,
    ...(retry === undefined ? {} : { policy: retry }),
    onRetry: (error, attempt, delayMs) =>
      onProgress?.({ kind: 'retrying', error, attempt, delayMs }),
  };
}

function decideOf(
  dependencies: ProducerDependencies,
  { startMs, signal, onProgress }: ProducerOptions,
  retry: RetryOptions,
): DecideBursts {
  const { clock, pick } = dependencies;
  const decide = createBurstDecider({
    ...dependencies,
    timeOf: ({ atMs }) => (startMs === undefined ? clock.now() : startMs + atMs),
    pick: (count) => retryTransient(() => pick(count), retry),
  });
  return async (bursts) => {
    try {
      const decided = await decide(bursts);
      if (decided === undefined) onProgress?.({ kind: 'waiting', reason: 'empty-cache' });
      return decided;
    } catch (error) {
      if (isRetryableError(error) && signal.aborted) return undefined;
      throw error;
    }
  };
}

function publishOf(
  { publish, logger }: ProducerDependencies,
  { signal, onPublished }: ProducerOptions,
  retry: RetryOptions,
  tally: ProducerTally,
): ProductionRun['publish'] {
  const publishInOrder = createOrderedPublisher(publish, { retry });
  return async (decided) => {
    const events = decided.flatMap((burst) => burst.events);
    try {
      await publishInOrder(events);
    } catch (error) {
      if (!isRetryableError(error) || !signal.aborted) throw error;
      logger.warn('stopped before events were confirmed', { error, events: events.length });
      tally.giveUp(events.length);
      return;
    }
    onPublished?.(events);
    for (const { burst, events: published } of decided) {
      tally.add(burst.kind, published.length, burst.size);
    }
  };
}

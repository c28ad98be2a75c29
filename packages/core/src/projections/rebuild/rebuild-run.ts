import { isRetryableError } from '../../errors/index.js';
import type { LogPosition } from '../../events/log-position.js';
import {
  defaultRetryPolicy,
  retryTransient,
  type RetryPolicy,
} from '../../messaging/retry-policy.js';
import type { Clock } from '../../ports/clock.js';
import type { EventStore, LogSlice } from '../../ports/event-store.js';
import type { LeaderLock } from '../../ports/leader-lock.js';
import type { Logger } from '../../ports/logger.js';
import type { ProjectionFailure } from '../../ports/projection-store.js';
import type { Random } from '../../ports/random.js';
import type { RebuildPlan, RebuildState, RebuildStore } from '../../ports/rebuild-store.js';
import { isolateFailingEvent, type PageOutcome } from '../running/isolate-failing-event.js';
import { fixHint } from '../running/projection-failure.js';
import { rebuildPageWork } from './rebuild-page.js';

/** The plan's projections read events as stored: see `withUpcasting`. */
export interface RebuildDependencies {
  readonly store: Pick<EventStore, 'readAll' | 'count'>;
  readonly rebuilds: RebuildStore;
  readonly locks: Pick<LeaderLock, 'tryAcquire'>;
  readonly clock: Clock;
  /** Adds jitter to the back-off between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** The progress of a rebuild. */
export interface RebuildProgress {
  /** Events folded so far, including those that other processes folded. */
  readonly events: number;
  /** The number of events to fold; it grows while writers append. */
  readonly total: number;
  readonly position: LogPosition | undefined;
}

export interface RebuildOptions {
  /** Stops the rebuild after the current step; the next rebuild of the plan resumes there. */
  readonly signal?: AbortSignal;
  /** Events per step; default 2,000. */
  readonly pageSize?: number;
  /**
   * How long to pause after a step, as a multiple of the step's duration, to leave capacity for other work; default
   * 0.
   */
  readonly restShare?: number;
  readonly retry?: RetryPolicy;
  /** Called at the start and after each step. Must not throw. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/**
 * The outcome of a rebuild.
 *
 * - `done`: the new rows are live
 * - `parked`: an event cannot be projected; the old rows stay live, and the next rebuild retries that event
 * - `stopped`: the signal aborted
 * - `led-elsewhere`: another process leads it or has ended it, or the lock was lost
 */
export interface RebuildResult {
  readonly outcome: 'done' | 'parked' | 'stopped' | 'led-elsewhere';
  /** Events in the shadow, including those that other processes folded. */
  readonly events: number;
  /** The event at which it is parked. */
  readonly failure?: ProjectionFailure;
}

const defaultPageSize = 2_000;
/** How often to poll for events that the rebuild needs to finish and that readers cannot see yet. */
const tailPollMs = 200;

/** Runs a rebuild in this process while it holds the lock. */
export class RebuildRun {
  readonly #dependencies: RebuildDependencies;
  readonly #plan: RebuildPlan;
  readonly #options: RebuildOptions;
  readonly #signal: AbortSignal;
  #position: LogPosition | undefined;
  #events = 0;
  #total = 0;
  /** Whether the answer to an attempt to finish was lost. The attempt may have succeeded. */
  #mayBeFinished = false;

  constructor(
    dependencies: RebuildDependencies,
    plan: RebuildPlan,
    options: RebuildOptions,
    lost: AbortSignal,
  ) {
    this.#dependencies = dependencies;
    this.#plan = plan;
    this.#options = options;
    this.#signal = options.signal === undefined ? lost : AbortSignal.any([options.signal, lost]);
  }

  /** Starts or resumes the rebuild, and runs until it ends or this process must stop. */
  async complete(): Promise<RebuildResult> {
    const { logger, clock, rebuilds } = this.#dependencies;
    const startedAt = clock.monotonic();
    try {
      this.#goOn(await this.#attempt(() => rebuilds.begin(this.#plan)));
      await this.#countTotal();
      logger.info('a rebuild begins', { ...this.#about(), total: this.#total });
      const result = await this.#work();
      const ms = Math.round(clock.monotonic() - startedAt);
      if (result.outcome === 'done') logger.info('rebuilt', { ...this.#about(), ms });
      return result;
    } catch (error) {
      if (this.#signal.aborted && isRetryableError(error)) return this.#letGo();
      throw error;
    }
  }

  async #work(): Promise<RebuildResult> {
    const { pageSize = defaultPageSize } = this.#options;
    this.#tell();
    while (!this.#signal.aborted) {
      const page = await this.#attempt(() => this.#read(pageSize));
      const ended = (await this.#fold(page)) ?? (await this.#end(page, pageSize));
      if (ended !== undefined) return ended;
    }
    return this.#letGo();
  }

  #read(limit: number): Promise<LogSlice> {
    const after = this.#position;
    return this.#dependencies.store.readAll(after === undefined ? { limit } : { after, limit });
  }

  /** Folds a page into the shadow. Returns a result if the rebuild ends with it. */
  async #fold({ events }: LogSlice): Promise<RebuildResult | undefined> {
    if (events.length === 0) return undefined;
    const { clock, rebuilds } = this.#dependencies;
    const startedAt = clock.monotonic();
    let failure: ProjectionFailure | undefined;
    const work = rebuildPageWork({
      plan: this.#plan,
      advance: (step) => this.#attempt(() => rebuilds.advance(step)),
      park: (from, found) => {
        failure = found;
        return this.#attempt(() => rebuilds.park(this.#plan, from, found));
      },
    });
    const page = await isolateFailingEvent(work, this.#position, events);
    await this.#moved(page);
    if (page.outcome === 'overtaken') return this.#overtaken();
    if (page.outcome === 'parked' && failure !== undefined) return this.#parked(failure);
    const restMs = (clock.monotonic() - startedAt) * (this.#options.restShare ?? 0);
    if (restMs > 0) await clock.sleep(restMs, this.#signal);
    return undefined;
  }

  async #moved({ at, events }: PageOutcome): Promise<void> {
    if (events === 0) return;
    this.#position = at;
    this.#events += events;
    if (this.#events > this.#total) await this.#countTotal();
    this.#tell();
  }

  /** Swaps the shadow in if the page was the last one. Returns a result if that succeeds. */
  async #end({ events }: LogSlice, pageSize: number): Promise<RebuildResult | undefined> {
    if (events.length === pageSize || this.#signal.aborted) return undefined;
    const { rebuilds, clock } = this.#dependencies;
    const finished = await this.#attempt(
      () => rebuilds.finish(this.#plan, this.#position),
      () => (this.#mayBeFinished = true),
    );
    if (finished === 'done') return { outcome: 'done', events: this.#events };
    if (finished === 'overtaken') return this.#overtaken();
    if (events.length === 0) await clock.sleep(tailPollMs, this.#signal);
    return undefined;
  }

  /** Continues from the rebuild's current position if the rebuild still exists. */
  async #overtaken(): Promise<RebuildResult | undefined> {
    const { rebuilds } = this.#dependencies;
    const states = await this.#attempt(() => rebuilds.list());
    const state = states.find(({ id }) => id === this.#plan.id);
    if (state === undefined && this.#mayBeFinished)
      return { outcome: 'done', events: this.#events };
    if (state === undefined || !buildsVersionsOf(state, this.#plan)) {
      return { outcome: 'led-elsewhere', events: this.#events };
    }
    this.#goOn(state);
    return state.parked === undefined ? undefined : this.#parked(state.parked);
  }

  #goOn({ position, events }: RebuildState): void {
    this.#position = position;
    this.#events = events;
  }

  #parked({ eventId, eventType, position, detail }: ProjectionFailure): RebuildResult {
    const failure = { eventId, eventType, position, detail };
    this.#dependencies.logger.error('a rebuild is parked: the old rows stay in use', {
      ...this.#about(),
      ...failure,
      hint: fixHint('rebuild'),
    });
    return { outcome: 'parked', events: this.#events, failure };
  }

  #letGo(): RebuildResult {
    const isStopped = this.#options.signal?.aborted === true;
    return { outcome: isStopped ? 'stopped' : 'led-elsewhere', events: this.#events };
  }

  async #countTotal(): Promise<void> {
    const behind = await this.#attempt(() => this.#dependencies.store.count(this.#position));
    this.#total = this.#events + behind;
  }

  #tell(): void {
    this.#options.onProgress?.({
      events: this.#events,
      total: this.#total,
      position: this.#position,
    });
  }

  #about(): { readonly plan: string; readonly events: number } {
    return { plan: this.#plan.id, events: this.#events };
  }

  /** Retries `work` while its failures are transient and the lock is held. */
  #attempt<Result>(work: () => Promise<Result>, onRetry?: () => void): Promise<Result> {
    const { clock, random, logger } = this.#dependencies;
    return retryTransient(work, {
      policy: this.#options.retry ?? defaultRetryPolicy,
      clock,
      random,
      signal: this.#signal,
      onRetry: (error, failures, delayMs) => {
        onRetry?.();
        logger.warn('a rebuild failed, retrying', {
          plan: this.#plan.id,
          error,
          failures,
          delayMs,
        });
      },
    });
  }
}

/** Whether a rebuild builds the versions that the plan has. */
export function buildsVersionsOf(
  { versions }: RebuildState,
  { projections }: RebuildPlan,
): boolean {
  return projections.every(({ name, version }) => versions[name] === version);
}

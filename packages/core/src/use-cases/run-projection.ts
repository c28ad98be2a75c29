import { isRetryableError } from '../errors/index.js';
import { upToDate, type EventRegistry } from '../events/event-registry.js';
import type { LogPosition } from '../events/envelope.js';
import type { Projection } from '../eventsourcing/projection.js';
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore } from '../ports/event-store.js';
import type { LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';
import type { ProjectionStore } from '../ports/projection-store.js';
import type { Random } from '../ports/random.js';

/** What is read, and where it goes. */
export interface ProjectionDependencies {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly projections: ProjectionStore;
  readonly registry: EventRegistry;
}

/** What following the log takes beside that. */
export interface ProjectionRunnerDependencies extends ProjectionDependencies {
  readonly locks: LeaderLock;
  readonly clock: Clock;
  /** For the pauses between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** How the log is followed. */
export interface RunProjectionOptions {
  readonly signal: AbortSignal;
  /** Events a step; default 2,000. */
  readonly pageSize?: number;
  /** How often to look for new events, and for the lock while another process has it; default 200 and 1,000. */
  readonly idlePollMs?: number;
  readonly lockPollMs?: number;
  /** How long to rest after a step, as a multiple of the time it took, so that other work comes first; default 0. */
  readonly restShare?: number;
  readonly retry?: RetryPolicy;
  /** Hears of every step this process has taken. Must not throw. */
  readonly onStep?: (step: { readonly events: number; readonly to: LogPosition }) => void;
}

const defaultPageSize = 2_000;

/**
 * Follows the log with an asynchronous projection until the signal aborts. One process at a time does it, by a
 * leader lock; should two believe that they do, the checkpoint lets only one of them take each step. Transient failures
 * are logged and waited out; rejects with any other error.
 */
export async function runProjection(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  options: RunProjectionOptions,
): Promise<void> {
  const { clock, random, logger } = dependencies;
  const { signal, lockPollMs = 1_000, retry = defaultRetryPolicy } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const hasLed = await leadOnce(dependencies, projection, options, () => (failures = 0));
      if (!hasLed) await clock.sleep(lockPollMs, signal);
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      failures += 1;
      const delayMs = retryDelayMs(retry, failures, random);
      logger.warn('a projection waits', { projection: projection.name, error, failures, delayMs });
      await clock.sleep(delayMs, signal);
    }
  }
}

/** Projects all that the log shows now and resolves with the number of events read; takes no lock, for tests and one-shot commands. */
export async function catchUpProjection(
  dependencies: ProjectionDependencies,
  projection: Projection,
  options: Pick<RunProjectionOptions, 'pageSize'> & { readonly signal?: AbortSignal } = {},
): Promise<number> {
  let total = 0;
  let from = await dependencies.projections.checkpoint(projection);
  while (options.signal?.aborted !== true) {
    const step = await takeStep(dependencies, projection, from, options.pageSize);
    if (step === 'overtaken') {
      from = await dependencies.projections.checkpoint(projection);
      continue;
    }
    if (step.events === 0) return total;
    total += step.events;
    from = step.to;
  }
  return total;
}

async function leadOnce(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  options: RunProjectionOptions,
  onProgress: () => void,
): Promise<boolean> {
  const lock = await dependencies.locks.tryAcquire(`projection:${projection.name}`);
  if (lock === undefined) return false;
  try {
    await follow(
      dependencies,
      projection,
      { ...options, signal: AbortSignal.any([options.signal, lock.lost]) },
      onProgress,
    );
  } finally {
    await lock.release();
  }
  return true;
}

async function follow(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  { signal, pageSize, idlePollMs = 200, restShare = 0, onStep }: RunProjectionOptions,
  onProgress: () => void,
): Promise<void> {
  const { clock } = dependencies;
  let from = await dependencies.projections.checkpoint(projection);
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    const step = await takeStep(dependencies, projection, from, pageSize);
    onProgress();
    if (step === 'overtaken') return;
    if (step.events === 0) {
      await clock.sleep(idlePollMs, signal);
      continue;
    }
    from = step.to;
    onStep?.(step);
    if (restShare > 0) await clock.sleep((clock.monotonic() - startedAt) * restShare, signal);
  }
}

async function takeStep(
  { store, projections, registry }: ProjectionDependencies,
  projection: Projection,
  from: LogPosition | undefined,
  pageSize = defaultPageSize,
): Promise<{ readonly events: number; readonly to: LogPosition } | 'overtaken'> {
  const range = from === undefined ? { limit: pageSize } : { after: from, limit: pageSize };
  const { events, next: to } = await store.readAll(range);
  if (events.length === 0 || to === undefined) return { events: 0, to: to ?? '' };
  const writes = events
    .filter(({ type }) => projection.handles.includes(type))
    .flatMap((event) => projection.project(upToDate(registry, event)));
  const isMine = await projections.advance({ projection, from, to, writes });
  return isMine ? { events: events.length, to } : 'overtaken';
}

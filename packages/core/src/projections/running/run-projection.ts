import { isPortError, type PortError } from '../../errors/index.js';
import type { Projection } from '../projection.js';
import type { RetryPolicy } from '../../messaging/retry-policy.js';
import { leadOnce } from '../../subscriptions/lead-once.js';
import { IdleWait } from '../../subscriptions/idle-wait.js';
import type { WakeUps } from '../../subscriptions/wake-ups.js';
import { repeatPatiently } from '../../subscriptions/repeat-patiently.js';
import type { EventStore } from '../../ports/event-store.js';
import type { ProjectionStore } from '../../ports/projection-store.js';
import type { RebuildPlan } from '../../ports/rebuild-store.js';
import { EasingRest } from './easing-rest.js';
import { projectPage, type ProjectedStep } from './project-page.js';
import { createStandstillReport, findReadiness, type Readiness } from './projection-readiness.js';
import { rebuildProjections } from '../rebuild/rebuild-projections.js';
import type {
  RebuildDependencies,
  RebuildProgress,
  RebuildResult,
} from '../rebuild/rebuild-run.js';

/** Projections read events as stored: see `withUpcasting`. */
export interface ProjectionRunnerDependencies extends RebuildDependencies {
  readonly store: Pick<EventStore, 'readAll' | 'count'>;
  readonly projections: ProjectionStore;
  /** Every projection of this program, including inline ones: those that share models are rebuilt together. */
  readonly all: readonly Projection[];
}

export interface RunProjectionOptions {
  readonly signal: AbortSignal;
  /** Events per step; default 2,000. */
  readonly pageSize?: number;
  /**
   * How often to poll, in milliseconds: for new events, and for the lock, a resume or the end of a rebuild; default
   * 200 and 1,000.
   */
  readonly idlePollMs?: number;
  readonly lockPollMs?: number;
  /**
   * How long to pause after a step, as a multiple of the step's duration, to leave capacity for other work; default
   * 0. A projection that falls behind pauses less and less.
   */
  readonly restShare?: number;
  readonly retry?: RetryPolicy;
  /** Ends the wait for new events early. */
  readonly wakeUps?: WakeUps;
  /** Called after every step that this process commits. Must not throw. */
  readonly onStep?: (step: ProjectedStep) => void;
  /** Called after every step of a rebuild that this process leads. Must not throw. */
  readonly onRebuild?: (plan: RebuildPlan, progress: RebuildProgress) => void;
}

const defaultLockPollMs = 1_000;

/** The leader lock of an asynchronous projection. */
export function projectionLock(projection: string): string {
  return `projection:${projection}`;
}

/**
 * Follows the log with an asynchronous projection until the signal aborts. A leader lock lets one process at a time
 * run it. If two processes believe that they hold the lock, the checkpoint lets only one of them commit each step.
 *
 * Rows of a lower version are rebuilt first, together with those of every projection that shares models; the old rows
 * stay live until then. If the rows are of a higher version, or the projection is parked, it waits until that
 * changes. If an event fails permanently, the projection's policy decides. Before an event that a newer program wrote, it
 * releases the lock for a poll interval, again and again, so that an upgraded program can lead. Transient failures are
 * logged and retried after a back-off; any other error rejects.
 */
export async function runProjection(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  options: RunProjectionOptions,
): Promise<void> {
  const { clock, random, logger } = dependencies;
  const { signal, retry } = options;
  if (!dependencies.all.some(({ name }) => name === projection.name)) {
    throw new RangeError(`${projection.name} is not among the projections of its program.`);
  }
  const report = createStandstillReport(logger, projection);
  const onRetry = (details: object): void => {
    logger.warn('a projection failed, retrying', { projection: projection.name, ...details });
  };
  const onStandBy = ({ message, hint }: PortError): void => {
    const details = { projection: projection.name, cause: message, hint };
    logger.warn('a projection is left to a newer program', details);
  };
  const { lockPollMs = defaultLockPollMs } = options;
  const patience = { clock, random, signal, retry, onRetry, standByMs: lockPollMs, onStandBy };
  // A failure does not make it rest longer again.
  const rest = new EasingRest(options.restShare ?? 0);
  await repeatPatiently(patience, async (onProgress) => {
    const readiness = await findReadiness(dependencies, projection);
    report(readiness);
    return goOn(dependencies, projection, options, { readiness, rest, onProgress });
  });
}

/** An attempt to do the work. */
interface Attempt {
  readonly readiness: Readiness;
  readonly rest: EasingRest;
  readonly onProgress: () => void;
}

/** Does the work that is possible now; resolves with the time to wait before the next attempt. */
async function goOn(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  options: RunProjectionOptions,
  attempt: Attempt,
): Promise<number> {
  const { readiness, onProgress } = attempt;
  const { idlePollMs = 200, lockPollMs = defaultLockPollMs } = options;
  if (readiness.kind === 'ready') {
    const hasLed = await leadOnce(dependencies, projectionLock(projection.name), async (lost) => {
      const signal = AbortSignal.any([options.signal, lost]);
      await follow(dependencies, projection, { ...options, signal }, attempt);
    });
    return hasLed ? idlePollMs : lockPollMs;
  }
  if (readiness.kind !== 'outdated') return lockPollMs;
  const { outcome } = await rebuild(dependencies, projection, readiness.plan, options);
  onProgress();
  return outcome === 'done' ? 0 : lockPollMs;
}

/** It is not a failure if a rebuild is rejected because a newer program has rebuilt the plan. */
async function rebuild(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  plan: RebuildPlan,
  { signal, pageSize, restShare, retry, onRebuild }: RunProjectionOptions,
): Promise<Pick<RebuildResult, 'outcome'>> {
  try {
    return await rebuildProjections(dependencies, plan, {
      signal,
      ...(pageSize === undefined ? {} : { pageSize }),
      ...(restShare === undefined ? {} : { restShare }),
      ...(retry === undefined ? {} : { retry }),
      ...(onRebuild === undefined ? {} : { onProgress: (progress) => onRebuild(plan, progress) }),
    });
  } catch (error) {
    if (!isPortError(error) || error.reason !== 'rejected') throw error;
    const { kind } = await findReadiness(dependencies, projection);
    if (kind === 'outdated') throw error;
    return { outcome: 'led-elsewhere' };
  }
}

/** Projects page after page until it is stopped, overtaken or parked. */
async function follow(
  dependencies: ProjectionRunnerDependencies,
  projection: Projection,
  options: RunProjectionOptions,
  { rest, onProgress }: Attempt,
): Promise<void> {
  const { signal, pageSize = 2_000, idlePollMs: pollMs = 200, onStep } = options;
  const { clock, projections } = dependencies;
  const idle = new IdleWait({ clock, signal, pollMs, wakeUps: options.wakeUps });
  let from = await projections.checkpoint(projection);
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    idle.looks();
    const page = await projectPage(dependencies, projection, { from, pageSize, onStep });
    onProgress();
    if (page.outcome !== 'moved') return;
    from = page.at;
    if (page.events > 0) {
      idle.found();
      const restMs = rest.after(clock.monotonic() - startedAt, page.events === pageSize);
      if (restMs > 0) await clock.sleep(restMs, signal);
      continue;
    }
    // Without a step to commit, nothing else reveals that a rebuild has set the checkpoint back or raised the
    // version.
    if ((await projections.checkpoint(projection)) !== from) return;
    await idle.rest();
  }
}

import { settlesWithin, type Clock, type LeaderLock, type Logger } from '@foldmart/core';
import { HeldLocks } from './held-locks.js';
import { stalledError } from './stalled-error.js';
import type { Watchdog } from './watchdog.js';
import type { StalledWork, WorkName, WorkWatch } from './work-watch.js';

/** How long a stalled run may take to notice that it was abandoned, and its locks to be released, at most. */
const longestGraceMs = 5_000;

/** One run of the work. */
export interface WatchedRun {
  /** Aborts when the work must end, or when this run is abandoned. */
  readonly signal: AbortSignal;
  readonly watch: WorkWatch;
  readonly locks: Pick<LeaderLock, 'tryAcquire'>;
}

export interface RestartOptions {
  readonly name: WorkName;
  readonly signal: AbortSignal;
  readonly locks: Pick<LeaderLock, 'tryAcquire'>;
  /**
   * Set it for work of many steps side by side, such as batches of several partitions: the first of them that stalls
   * ends the work, since the others would hide that it stalls again.
   */
  readonly hasIndependentSteps?: boolean;
}

export interface RestartDependencies {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Runs work that another run may safely overtake, such as a follower of the log: its checkpoint lets only one of them
 * commit each step. A run that stalls is abandoned and started again. If it stalls again before it has finished
 * anything, or while it is told to end, this rejects with a PortError, so that the process ends and a supervisor
 * restarts it.
 */
export async function restartIfStalled<Result>(
  dependencies: RestartDependencies,
  { name, signal, locks, hasIndependentSteps = false }: RestartOptions,
  work: (run: WatchedRun) => Promise<Result>,
): Promise<Result> {
  const { watchdog, logger } = dependencies;
  const watch = watchdog.open(name, { hasIndependentSteps });
  try {
    for (;;) {
      const outcome = await runOnce(dependencies, { watch, signal, locks }, work);
      if ('result' in outcome) return outcome.result;
      if (hasIndependentSteps || signal.aborted || watch.stalls > 1) {
        watchdog.giveUp();
        throw stalledError(outcome.stall);
      }
      logger.warn('stalled work starts again', { ...name });
    }
  } finally {
    watchdog.close(watch);
  }
}

type Outcome<Result> = { readonly result: Result } | { readonly stall: StalledWork };

async function runOnce<Result>(
  { clock, logger, watchdog }: RestartDependencies,
  { watch, signal, locks }: Omit<WatchedRun, 'locks'> & Pick<RestartOptions, 'locks'>,
  work: (run: WatchedRun) => Promise<Result>,
): Promise<Outcome<Result>> {
  const abandon = new AbortController();
  const held = new HeldLocks(locks);
  const either = AbortSignal.any([signal, abandon.signal]);
  const running = work({ signal: either, watch, locks: held });
  const outcome = await Promise.race([
    running.then((result) => ({ result })),
    watch.nextStall().then((stall) => ({ stall })),
  ]);
  if ('result' in outcome) return outcome;
  abandon.abort();
  const graceMs = Math.min(longestGraceMs, watchdog.limitMs);
  // The run no longer counts; its error is reported here only.
  running.catch((error: unknown) => logger.warn('a stalled run failed', { ...watch.name, error }));
  await settlesWithin(clock, graceMs, running);
  await settlesWithin(clock, graceMs, held.releaseAll());
  return outcome;
}

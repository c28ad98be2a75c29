import type { RetryPolicy } from '../../messaging/retry-policy.js';
import type { LeaderLock } from '../../ports/leader-lock.js';
import { leadOnce } from '../../subscriptions/lead-once.js';
import { keepLeading, type LeadingDependencies } from '../../subscriptions/keep-leading.js';
import type { GradeUpdate } from './update-grades.js';

/** The lock under which one of all processes updates grades. */
export const gradeUpdaterLock = 'grade-updater';

export interface GradeUpdaterDependencies extends LeadingDependencies {
  /** One run; undefined if it could not take place, which it has logged. */
  readonly update: (signal: AbortSignal) => Promise<GradeUpdate | undefined>;
}

export interface GradeUpdaterOptions {
  /** From the start of one run to the start of the next, in milliseconds. */
  readonly intervalMs: number;
  /** How long to wait before the first run, in milliseconds; default 0. */
  readonly startAfterMs?: number;
  readonly signal: AbortSignal;
  readonly lockPollMs?: number;
  readonly retry?: RetryPolicy;
  /** Called after every complete run of this process, numbered from 1. Must not throw. */
  readonly onUpdate?: (update: GradeUpdate, number: number) => void;
  /** Called when this process begins to wait for another one that updates the grades. Must not throw. */
  readonly onStandBy?: () => void;
}

/**
 * Updates grades at every interval until the signal aborts; one of all processes does it, and the others stand by. A
 * process that takes over starts a run at once. Retryable failures are logged, and the run is repeated after a
 * back-off; any other error rejects.
 */
export async function runGradeUpdater(
  dependencies: GradeUpdaterDependencies,
  options: GradeUpdaterOptions,
): Promise<void> {
  const { clock, update } = dependencies;
  const { intervalMs, startAfterMs = 0, signal, onUpdate, lockPollMs, retry } = options;
  const locks = announcing(dependencies.locks, options.onStandBy);
  const patience = {
    ...(lockPollMs === undefined ? {} : { lockPollMs }),
    ...(retry === undefined ? {} : { retry }),
  };
  let number = 0;
  if (startAfterMs > 0) await clock.sleep(startAfterMs, signal);
  await keepLeading(
    { ...dependencies, locks },
    { lock: gradeUpdaterLock, signal, ...patience },
    async ({ signal: leading, hasProgressed }) => {
      while (!leading.aborted) {
        const startedAt = clock.monotonic();
        const done = await update(leading);
        hasProgressed();
        if (done?.isComplete === true) onUpdate?.(done, (number += 1));
        const restMs = startedAt + intervalMs - clock.monotonic();
        await clock.sleep(Math.max(0, restMs), leading);
      }
    },
  );
}

/**
 * Updates grades once, unless another process holds the lock. `update` is undefined then, and also if the run could not
 * take place, which it has logged. Rejects with the error of the run.
 */
export async function leadGradeUpdate(
  dependencies: Pick<GradeUpdaterDependencies, 'locks' | 'update'>,
  signal: AbortSignal,
): Promise<{ readonly isLeader: boolean; readonly update: GradeUpdate | undefined }> {
  let update: GradeUpdate | undefined;
  const isLeader = await leadOnce(dependencies, gradeUpdaterLock, async (lost) => {
    update = await dependencies.update(AbortSignal.any([signal, lost]));
  });
  return { isLeader, update };
}

/** The same lock, which tells when this process starts to wait for it. */
function announcing(
  locks: Pick<LeaderLock, 'tryAcquire'>,
  onStandBy?: () => void,
): Pick<LeaderLock, 'tryAcquire'> {
  let standsBy = false;
  return {
    async tryAcquire(name) {
      const held = await locks.tryAcquire(name);
      const waits = held === undefined;
      if (waits && !standsBy) onStandBy?.();
      standsBy = waits;
      return held;
    },
  };
}

import type { RequestDecision } from './request-decision.js';
import { isRetryableError } from '../../../errors/index.js';
import type { Clock } from '../../../ports/clock.js';
import type { LeaderLock } from '../../../ports/leader-lock.js';
import type { Logger } from '../../../ports/logger.js';
import { leadOnce } from '../../../subscriptions/lead-once.js';
import type { RequestLease, RequestQueue, RequestWorker } from '../../ports/request-queue.js';
import type { CouponIssueProcessor } from './issue-coupons.js';

/** What a worker works with. */
export interface CouponWorkerDependencies {
  readonly queue: RequestQueue;
  readonly processor: CouponIssueProcessor;
  readonly locks: LeaderLock;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * How fast requests are taken: as they arrive, in batches; or as the system did that this one replaces, one at a
 * time at a fixed interval, by one poller in the whole system.
 */
export type CouponPace =
  | { readonly mode: 'push'; readonly maxRequests?: number }
  | { readonly mode: 'poll'; readonly intervalMs: number };

/** How a worker runs, and who hears of it. */
export interface CouponWorkerOptions {
  /** Names it in logs. */
  readonly member: string;
  /** Default: as they arrive, in batches of at most 500. */
  readonly pace?: CouponPace;
  /** Aborts to end it: nothing more is taken, what is in hand is finished up to the deadline. */
  readonly signal: AbortSignal;
  /** How long the end may wait for what is in hand; default 10,000 ms. */
  readonly deadlineMs?: number;
  /** Called when it has joined the queue; a poller that waits for its turn has not. Must not throw. */
  readonly onJoined?: () => void;
  /** Hears of every batch that was decided. Must not throw. */
  readonly onDecided?: (decisions: readonly RequestDecision[]) => void;
}

/**
 * Decides requests until the signal aborts; any number of workers share them. What cannot be decided now goes
 * back, and comes again. Rejects with the PortError of a queue that will not return.
 */
export async function runCouponWorker(
  dependencies: CouponWorkerDependencies,
  options: CouponWorkerOptions,
): Promise<void> {
  const { pace = { mode: 'push' } } = options;
  if (pace.mode === 'push') await decideAsTheyArrive(dependencies, options, pace.maxRequests);
  else await pollInTurn(dependencies, options, pace.intervalMs);
}

/** Leases of several partitions are decided side by side, so that none waits for another. */
async function decideAsTheyArrive(
  dependencies: CouponWorkerDependencies,
  options: CouponWorkerOptions,
  maxRequests: number | undefined,
): Promise<void> {
  await withWorker(dependencies, options, maxRequests, async (worker) => {
    for (;;) {
      const lease = await worker.takeNext(options.signal);
      if (lease === undefined) return;
      void decide(dependencies, options, lease);
    }
  });
}

const pollerLock = 'coupon-poller';

async function pollInTurn(
  dependencies: CouponWorkerDependencies,
  options: CouponWorkerOptions,
  intervalMs: number,
): Promise<void> {
  const { locks, clock, logger } = dependencies;
  const { signal, member } = options;
  while (!signal.aborted) {
    try {
      const hasLed = await leadOnce({ locks, logger }, pollerLock, (lost) => {
        const turn = { ...options, signal: AbortSignal.any([signal, lost]) };
        return poll(dependencies, turn, intervalMs);
      });
      if (!hasLed) await clock.sleep(intervalMs, signal);
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      logger.warn('the poller waits', { member, error });
      await clock.sleep(intervalMs, signal);
    }
  }
}

async function poll(
  dependencies: CouponWorkerDependencies,
  options: CouponWorkerOptions,
  intervalMs: number,
): Promise<void> {
  const { clock } = dependencies;
  await withWorker(dependencies, options, 1, async (worker) => {
    for (;;) {
      const lease = await worker.takeNext(options.signal);
      if (lease === undefined) return;
      const takenAt = clock.monotonic();
      await decide(dependencies, options, lease);
      const spentMs = clock.monotonic() - takenAt;
      await clock.sleep(Math.max(0, intervalMs - spentMs), options.signal);
    }
  });
}

async function withWorker(
  { queue }: CouponWorkerDependencies,
  { member, deadlineMs, onJoined }: CouponWorkerOptions,
  maxRequests: number | undefined,
  work: (worker: RequestWorker) => Promise<void>,
): Promise<void> {
  const size = maxRequests === undefined ? {} : { maxRequests };
  const worker = await queue.join({ member, ...size });
  onJoined?.();
  try {
    await work(worker);
  } finally {
    await worker.close(deadlineMs === undefined ? {} : { deadlineMs });
  }
}

async function decide(
  { processor }: CouponWorkerDependencies,
  { onDecided }: CouponWorkerOptions,
  lease: RequestLease,
): Promise<void> {
  try {
    const decisions = await processor.processBatch(lease.items);
    lease.settle();
    onDecided?.(decisions);
  } catch (error) {
    lease.nack(error);
  }
}

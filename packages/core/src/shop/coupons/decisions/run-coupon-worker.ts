import type { RequestDecision } from './request-decision.js';
import { isRetryableError } from '../../../errors/index.js';
import type { Clock } from '../../../ports/clock.js';
import type { LeaderLock } from '../../../ports/leader-lock.js';
import type { Logger } from '../../../ports/logger.js';
import { leadOnce } from '../../../subscriptions/lead-once.js';
import type { RequestLease, RequestQueue, RequestWorker } from '../../ports/request-queue.js';
import type { CouponIssueProcessor } from './issue-coupons.js';

export interface CouponWorkerDependencies {
  readonly queue: RequestQueue;
  readonly processor: CouponIssueProcessor;
  readonly locks: Pick<LeaderLock, 'tryAcquire'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * How fast requests are taken: in batches as they arrive, or one at a time at a fixed interval by a single poller in
 * the whole system, as the predecessor of this system did.
 */
export type CouponPace =
  | { readonly mode: 'push'; readonly maxRequests?: number }
  | { readonly mode: 'poll'; readonly intervalMs: number };

/** How a worker runs, and how it reports. */
export interface CouponWorkerOptions {
  /** The worker's name in logs. */
  readonly member: string;
  /** Identifies the worker across restarts; unique among the workers. */
  readonly instanceId?: string;
  /** Default: batches of at most 500 requests, as they arrive. */
  readonly pace?: CouponPace;
  /** Aborting it ends the worker: it takes no more requests and finishes its leases up to the deadline. */
  readonly signal: AbortSignal;
  /** How long the end may wait for open leases; default 10,000 ms. */
  readonly deadlineMs?: number;
  /** Called when the worker has joined the queue; a poller that waits for the lock has not joined. Must not throw. */
  readonly onJoined?: () => void;
  /** Called after every decided batch. Must not throw. */
  readonly onDecided?: (decisions: readonly RequestDecision[]) => void;
}

/**
 * Decides requests until the signal aborts; any number of workers share them. Requests that cannot be decided now
 * are rejected and redelivered. Rejects with the PortError of a queue that ended.
 */
export async function runCouponWorker(
  dependencies: CouponWorkerDependencies,
  options: CouponWorkerOptions,
): Promise<void> {
  const { pace = { mode: 'push' } } = options;
  if (pace.mode === 'push') await decideAsTheyArrive(dependencies, options, pace.maxRequests);
  else await pollInTurn(dependencies, options, pace.intervalMs);
}

/** Leases of different partitions are decided concurrently, so that none waits for another. */
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
      const hasLed = await leadOnce({ locks }, pollerLock, (lost) => {
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
  { member, instanceId, deadlineMs, onJoined }: CouponWorkerOptions,
  maxRequests: number | undefined,
  work: (worker: RequestWorker) => Promise<void>,
): Promise<void> {
  const size = maxRequests === undefined ? {} : { maxRequests };
  const worker = await queue.join({
    member,
    ...(instanceId === undefined ? {} : { instanceId }),
    ...size,
  });
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

import { isRetryableError } from '../errors/index.js';
import type { StoredEvent } from '../events/envelope.js';
import type { LogPosition } from '../events/log-position.js';
import { retryTransient, type RetryPolicy } from '../messaging/retry-policy.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import { followLog, type FollowLogDependencies, type LogPage } from './follow-log.js';
import { keepLeading, type Leadership, type LeadingDependencies } from './keep-leading.js';
import type { WakeUps } from './wake-ups.js';

export interface SubscriptionDependencies extends FollowLogDependencies, LeadingDependencies {
  readonly checkpoints: CheckpointStore;
}

export interface RunSubscriptionOptions {
  /** Names the checkpoint. Of all processes that use one name, only one runs the subscription at a time. */
  readonly name: string;
  /**
   * Where to start without a checkpoint: at the first event (default), or after the last event in the log. That end
   * is stored as the checkpoint, so it survives restarts.
   */
  readonly startFrom?: 'start' | 'end';
  /** Ends the subscription when it aborts, after the current page is handled. */
  readonly signal: AbortSignal;
  /** The largest number of events passed to the handler at once; default 1,000. */
  readonly pageSize?: number;
  /**
   * How often to poll for new events, and for the lock while another process holds it, in milliseconds; default 200
   * and 1,000.
   */
  readonly idlePollMs?: number;
  readonly lockPollMs?: number;
  /** Ends the wait for new events early. */
  readonly wakeUps?: WakeUps | undefined;
  readonly retry?: RetryPolicy;
  /**
   * Called with each event before its page is delivered. If it throws, the events before are delivered, and this process
   * stops delivering with its error. Must be pure.
   */
  readonly check?: (event: StoredEvent) => void;
  /** Called after the checkpoint of a page has moved. Must not throw. */
  readonly onStep?: (step: SubscriptionStep) => void;
}

/** A page whose checkpoint has moved. */
export interface SubscriptionStep {
  readonly events: number;
  readonly to: LogPosition;
}

/** Describes the delivery to the handler. */
export interface SubscriptionContext {
  /** 1 for the first delivery, one more for each redelivery of the same page after a failure. */
  readonly attempt: number;
  /** Aborts when the subscription must end, or another process may have taken over. */
  readonly signal: AbortSignal;
}

/**
 * Handles a page of the log, which is never empty. The page is done when it resolves. A page is redelivered if it is
 * not certain that it is done, so handling must be idempotent.
 */
export type SubscriptionHandler = (
  events: readonly StoredEvent[],
  context: SubscriptionContext,
) => Promise<void>;

/** The leader lock of a durable subscription. */
export function subscriptionLock(subscription: string): string {
  return `subscription:${subscription}`;
}

/**
 * Delivers the log to `handler`, page by page, until the signal aborts: every event at least once, in the order of
 * the log, across restarts.
 *
 * A leader lock lets one process at a time deliver; another one takes over when that process ends. If the handler
 * fails with a retryable PortError, the page is redelivered after a back-off. After the code `newer-event` it stands by, so
 * that an upgraded program can deliver. Any other error rejects, and the next run resumes at that page.
 */
export async function runSubscription(
  dependencies: SubscriptionDependencies,
  options: RunSubscriptionOptions,
  handler: SubscriptionHandler,
): Promise<void> {
  const leading = { ...options, lock: subscriptionLock(options.name) };
  await keepLeading(dependencies, leading, (leadership) =>
    lead(dependencies, options, handler, leadership),
  );
}

async function lead(
  dependencies: SubscriptionDependencies,
  options: RunSubscriptionOptions,
  handler: SubscriptionHandler,
  { signal, hasProgressed }: Leadership,
): Promise<void> {
  let from = await findStart(dependencies, options);
  hasProgressed();
  const start = from === undefined ? 'start' : { after: from };
  for await (const page of followLog(dependencies, { ...options, from: start, signal })) {
    const { deliverable, obstacle } = divide(page, options.check);
    if (deliverable !== undefined) {
      if (!(await handle(dependencies, options, handler, { page: deliverable, signal }))) return;
      const to = deliverable.next;
      if (!(await moveOn(dependencies, options, { from, to }, signal))) return;
      options.onStep?.({ events: deliverable.events.length, to });
      from = to;
    }
    if (obstacle !== undefined) throw obstacle.error;
  }
}

/** The part of a page before the first event that does not pass the check, if it has events, and why that one does not. */
function divide(
  page: LogPage,
  check: RunSubscriptionOptions['check'],
): { readonly deliverable?: LogPage; readonly obstacle?: { readonly error: unknown } } {
  if (check === undefined) return { deliverable: page };
  let passed: StoredEvent | undefined;
  for (const [index, event] of page.events.entries()) {
    try {
      check(event);
    } catch (error) {
      const obstacle = { error };
      if (passed === undefined) return { obstacle };
      const deliverable = { events: page.events.slice(0, index), next: passed.position };
      return { deliverable, obstacle };
    }
    passed = event;
  }
  return { deliverable: page };
}

/**
 * Stores the end of the log as the checkpoint at once, so that a restart skips no event, even if the log is empty
 * now.
 */
async function findStart(
  { checkpoints, store }: SubscriptionDependencies,
  { name, startFrom = 'start' }: RunSubscriptionOptions,
): Promise<LogPosition | undefined> {
  const checkpoint = await checkpoints.load(name);
  if (checkpoint !== undefined || startFrom === 'start') return checkpoint;
  const { next: to } = await store.readEnd(0);
  return (await checkpoints.move(name, { from: undefined, to })) ? to : checkpoints.load(name);
}

/** Returns false if the leadership ended before the page was done. */
function handle(
  dependencies: SubscriptionDependencies,
  options: RunSubscriptionOptions,
  handler: SubscriptionHandler,
  { page, signal }: { readonly page: LogPage; readonly signal: AbortSignal },
): Promise<boolean> {
  let attempt = 0;
  return patiently(dependencies, options, signal, async () => {
    attempt += 1;
    await handler(page.events, { attempt, signal });
    return true;
  });
}

/**
 * Moves the checkpoint even if the signal has aborted, so that the page is not handled twice. Returns false if
 * another process has moved it first.
 */
function moveOn(
  dependencies: SubscriptionDependencies,
  options: RunSubscriptionOptions,
  step: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  signal: AbortSignal,
): Promise<boolean> {
  const { checkpoints, logger } = dependencies;
  return patiently(dependencies, options, signal, async () => {
    const isMine = await checkpoints.move(options.name, step);
    if (!isMine) logger.warn('a subscription was overtaken', { subscription: options.name });
    return isMine;
  });
}

/** Retries transient failures. Returns false if the leadership ended first. */
async function patiently(
  { clock, random, logger }: SubscriptionDependencies,
  { name, retry }: RunSubscriptionOptions,
  signal: AbortSignal,
  work: () => Promise<boolean>,
): Promise<boolean> {
  try {
    return await retryTransient(work, {
      clock,
      random,
      signal,
      ...(retry === undefined ? {} : { policy: retry }),
      onRetry: (error, failures, delayMs) => {
        logger.warn('a subscription failed, retrying', {
          subscription: name,
          error,
          failures,
          delayMs,
        });
      },
    });
  } catch (error) {
    if (!signal.aborted || !comesOfTheEnd(error, signal)) throw error;
    logger.info('a subscription ended within a page', { subscription: name, error });
    return false;
  }
}

function comesOfTheEnd(error: unknown, signal: AbortSignal): boolean {
  if (isRetryableError(error) || error === signal.reason) return true;
  return error instanceof Error && error.name === 'AbortError';
}

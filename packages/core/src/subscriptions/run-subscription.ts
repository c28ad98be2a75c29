import { isRetryableError } from '../errors/index.js';
import type { LogPosition, StoredEvent } from '../events/envelope.js';
import { retryTransient, type RetryPolicy } from '../messaging/retry-policy.js';
import type { CheckpointStore } from '../ports/checkpoint-store.js';
import { followLog, type FollowLogDependencies, type LogPage } from './follow-log.js';
import { keepLeading, type Leadership, type LeadingDependencies } from './keep-leading.js';

/** What a durable subscription works with. */
export interface SubscriptionDependencies extends FollowLogDependencies, LeadingDependencies {
  readonly checkpoints: CheckpointStore;
}

/** Which subscription it is, and how it runs. */
export interface RunSubscriptionOptions {
  /** Names its checkpoint; processes of one name share the work by taking turns. */
  readonly name: string;
  /**
   * Where to start without a checkpoint: at the first event, the default, or after the last event there is. The chosen
   * end becomes the checkpoint, so it is kept across restarts.
   */
  readonly startFrom?: 'start' | 'end';
  /** Aborts to end it, once the page in hand is handled. */
  readonly signal: AbortSignal;
  /** The most events handed over at once; default 1,000. */
  readonly pageSize?: number;
  /** How often to look for new events, and for the lock while another process has it; default 200 and 1,000. */
  readonly idlePollMs?: number;
  readonly lockPollMs?: number;
  readonly retry?: RetryPolicy;
  /** Hears of every page once its checkpoint has moved. Must not throw. */
  readonly onStep?: (step: SubscriptionStep) => void;
}

/** A page that is done. */
export interface SubscriptionStep {
  readonly events: number;
  readonly to: LogPosition;
}

/** What a handler may want to know while it works. */
export interface SubscriptionContext {
  /** 1 at first, higher for each time the same page comes again after a failure. */
  readonly attempt: number;
  /** Aborts when the subscription is to end, or another process may have taken over. */
  readonly signal: AbortSignal;
}

/**
 * Takes a page of the log, which is never empty. When it resolves the page is done; a page comes again where that
 * is not known for sure, so what it does must be the same done twice.
 */
export type SubscriptionHandler = (
  events: readonly StoredEvent[],
  context: SubscriptionContext,
) => Promise<void>;

/**
 * Hands the log to `handler`, page by page, until the signal aborts: every event at least once, in the order of the log,
 * across restarts. One process at a time does it, by a leader lock; another takes over when that one ends. A page that
 * fails with a retryable PortError is waited for and comes again; with any other error this rejects, and the page
 * is the first one next time.
 */
export async function runSubscription(
  dependencies: SubscriptionDependencies,
  options: RunSubscriptionOptions,
  handler: SubscriptionHandler,
): Promise<void> {
  const leading = { ...options, lock: `subscription:${options.name}` };
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
    if (!(await handle(dependencies, options, handler, { page, signal }))) return;
    if (!(await moveOn(dependencies, options, { from, to: page.next }, signal))) return;
    options.onStep?.({ events: page.events.length, to: page.next });
    from = page.next;
  }
}

/** The end of the log becomes the checkpoint at once, so that a restart skips nothing; also if the log is empty. */
async function findStart(
  { checkpoints, store }: SubscriptionDependencies,
  { name, startFrom = 'start' }: RunSubscriptionOptions,
): Promise<LogPosition | undefined> {
  const checkpoint = await checkpoints.load(name);
  if (checkpoint !== undefined || startFrom === 'start') return checkpoint;
  const { next: to } = await store.readEnd(0);
  return (await checkpoints.move(name, { from: undefined, to })) ? to : checkpoints.load(name);
}

/** False where the leadership ended before the page was done. */
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

/** Also when the end has come, since what is done need not be done again. False where another process was faster. */
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

/** Waits out what is transient. False where the leadership ended meanwhile. */
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
        logger.warn('a subscription waits', { subscription: name, error, failures, delayMs });
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

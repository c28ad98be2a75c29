import { isRetryableError } from '../errors/index.js';
import type { LogPosition } from '../events/log-position.js';
import { retryTransient, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { EventStore, LogSlice } from '../ports/event-store.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import { IdleWait } from './idle-wait.js';
import type { WakeUps } from './wake-ups.js';

export interface FollowLogDependencies {
  readonly store: Pick<EventStore, 'readAll' | 'readEnd'>;
  readonly clock: Clock;
  /** Adds jitter to the back-off between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** Where to start: at the first event, after the last event in the log, or after a position. */
export type LogStart = 'start' | 'end' | { readonly after: LogPosition };

export interface FollowLogOptions {
  readonly from: LogStart;
  readonly signal: AbortSignal;
  /** The largest number of events in a page; default 1,000. */
  readonly pageSize?: number;
  /** How often to poll for new events, in milliseconds; default 200. */
  readonly idlePollMs?: number;
  /** Ends the wait for new events early. */
  readonly wakeUps?: WakeUps | undefined;
  readonly retry?: RetryPolicy;
}

/** A page of the log, never empty. */
export interface LogPage extends LogSlice {
  /** The position from which to read the next page. */
  readonly next: LogPosition;
}

/**
 * Yields the log page by page as it grows, until the signal aborts: every event exactly once.
 *
 * The next page is read when the consumer asks for it, so a slow consumer holds one page at most. `end` is resolved
 * when this function is called, even if the first page is requested later. Transient failures are logged and retried
 * after a back-off; any other error is thrown.
 */
export function followLog(
  dependencies: FollowLogDependencies,
  options: FollowLogOptions,
): AsyncGenerator<LogPage, void, undefined> {
  const start = locate(dependencies, options);
  // The request for the first page rejects with this error.
  start.catch(() => undefined);
  return pagesFrom(start, dependencies, options);
}

async function* pagesFrom(
  start: Promise<LogPosition | undefined>,
  dependencies: FollowLogDependencies,
  options: FollowLogOptions,
): AsyncGenerator<LogPage, void, undefined> {
  const { signal, idlePollMs: pollMs = 200, wakeUps } = options;
  const idle = new IdleWait({ clock: dependencies.clock, signal, pollMs, wakeUps });
  const isOver = (): boolean => signal.aborted;
  try {
    let after = await start;
    while (!isOver()) {
      idle.looks();
      const page = await readPage(dependencies, options, after);
      if (isOver()) return;
      if (page === undefined) {
        await idle.rest();
        continue;
      }
      idle.found();
      yield page;
      after = page.next;
    }
  } catch (error) {
    if (!isOver() || !isRetryableError(error)) throw error;
  }
}

async function locate(
  dependencies: FollowLogDependencies,
  options: FollowLogOptions,
): Promise<LogPosition | undefined> {
  if (options.from === 'start' || options.signal.aborted) return undefined;
  if (options.from !== 'end') return options.from.after;
  const end = await patiently(dependencies, options, () => dependencies.store.readEnd(0));
  return end.next;
}

async function readPage(
  dependencies: FollowLogDependencies,
  options: FollowLogOptions,
  after: LogPosition | undefined,
): Promise<LogPage | undefined> {
  const limit = options.pageSize ?? 1_000;
  const range = after === undefined ? { limit } : { after, limit };
  const { events, next } = await patiently(dependencies, options, () =>
    dependencies.store.readAll(range),
  );
  return events.length === 0 || next === undefined ? undefined : { events, next };
}

function patiently<Result>(
  { clock, random, logger }: FollowLogDependencies,
  { signal, retry }: FollowLogOptions,
  read: () => Promise<Result>,
): Promise<Result> {
  return retryTransient(read, {
    clock,
    random,
    signal,
    ...(retry === undefined ? {} : { policy: retry }),
    onRetry: (error, failures, delayMs) => {
      logger.warn('reading the log failed, retrying', { error, failures, delayMs });
    },
  });
}

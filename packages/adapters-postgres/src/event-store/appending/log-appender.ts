import { isPortError, type AppendResult, type StreamAppend } from '@foldmart/core';
import { isLostRace, sqlState } from '../../classify-error.js';
import type { ConnectionPool } from '../../connection/connection-pool.js';
import { toPortError, type Operation } from '../../connection/port-failure.js';
import type { Session } from '../../connection/session.js';
import { Confidence } from '../confidence.js';
import { inAppend } from '../in-append.js';
import { explainingInlineFailures } from '../inline-failures.js';
import { InlineProjectionError } from '../inline-writes.js';
import { queueForStreams, type LogContext } from '../log-writer.js';
import { retrySerializationConflicts, type RetryDependencies } from '../serialization-conflict.js';
import { appendAtOnce, planAtOnce } from './append-at-once.js';
import { appendGroup, appendInTransaction, type AppendOutcome } from './append-in-transaction.js';
import { AppendQueue, type AppendCall } from './append-queue.js';

const operation: Operation = { port: 'event-store', operation: 'append' };

/** More at once make the groups smaller, and fewer let a transaction that waits for a lock hold up the others. */
const mostTransactions = 4;
/** As many as a batch of a consumer; larger transactions gain nothing. */
const eventsPerTransaction = 500;
/** Two transactions of fewer events cost the client and the server more than they gain by working at the same time. */
const fewestEventsToDivide = 100;

/**
 * Appends to the log. Calls that wait at the same time share a transaction, each with an outcome of its own; a call that the
 * server refuses is found by bisecting its group.
 */
export class LogAppender {
  readonly #pool: ConnectionPool;
  readonly #context: LogContext;
  readonly #dependencies: RetryDependencies;
  readonly #queue: AppendQueue;
  readonly #confidence = new Confidence();

  constructor(pool: ConnectionPool, context: LogContext, dependencies: RetryDependencies) {
    this.#pool = pool;
    this.#context = context;
    this.#dependencies = dependencies;
    this.#queue = new AppendQueue((group) => this.#together(group), {
      transactions: Math.max(1, Math.min(mostTransactions, Math.floor(pool.size / 2))),
      eventsPerTransaction,
      fewestEventsToDivide,
    });
  }

  append(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    return this.#queue.add(appends);
  }

  /** Resolves when no call waits or runs. */
  drained(): Promise<void> {
    return this.#queue.drained();
  }

  async #together(group: readonly AppendCall[]): Promise<void> {
    const [first, ...others] = group;
    if (first === undefined) return;
    if (others.length === 0) return this.#alone(first);
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = await this.#pool.use(operation, (session) =>
        this.#attempt(
          session,
          group.map(({ appends }) => appends),
        ),
      );
    } catch (error) {
      return this.#bisect(group, error);
    }
    const again = group.filter((call, index) => !this.#settle(call, outcomes[index]));
    for (const call of again) await this.#alone(call);
  }

  async #attempt(
    session: Session,
    calls: readonly (readonly StreamAppend[])[],
  ): Promise<readonly AppendOutcome[]> {
    const results = await this.#atOnce(session, calls);
    return (
      results?.map((value) => ({ status: 'fulfilled' as const, value })) ??
      inAppend(session, this.#context, () => appendGroup(session, this.#context, calls))
    );
  }

  async #atOnce(
    session: Session,
    calls: readonly (readonly StreamAppend[])[],
  ): Promise<readonly (readonly AppendResult[])[] | undefined> {
    const plan = this.#confidence.shouldTry() ? planAtOnce(this.#context, calls) : undefined;
    if (plan === undefined) return undefined;
    const results = await appendAtOnce(session, plan);
    this.#confidence.report(results !== undefined);
    return results;
  }

  async #bisect(group: readonly AppendCall[], error: unknown): Promise<void> {
    if (!mayBeFaultOfOne(error)) {
      for (const call of group) call.reject(error);
      return;
    }
    const middle = Math.ceil(group.length / 2);
    await this.#together(group.slice(0, middle));
    await this.#together(group.slice(middle));
  }

  /** False if the call lost a race, and has to be repeated. The others do not wait for that. */
  #settle(call: AppendCall, outcome: AppendOutcome | undefined): boolean {
    if (outcome === undefined) return false;
    if (outcome.status === 'fulfilled') call.resolve(outcome.value);
    else if (isLostRace(outcome.reason)) return false;
    else call.reject(toPortError(operation, this.#pool.target.address, outcome.reason));
    return true;
  }

  async #alone(call: AppendCall): Promise<void> {
    try {
      call.resolve(await this.#appendAlone(call.appends));
    } catch (error) {
      call.reject(error);
    }
  }

  #appendAlone(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    const streamIds = appends.map(({ streamId }) => streamId);
    return this.#pool.use(operation, (session) =>
      explainingInlineFailures(this.#context, operation, async () => {
        const [results] = (await this.#atOnce(session, [appends])) ?? [];
        if (results !== undefined) return results;
        return retrySerializationConflicts(
          (attempt) =>
            inAppend(session, this.#context, async () => {
              if (attempt > 1) await queueForStreams(session, this.#context.tables, streamIds);
              return appendInTransaction(session, this.#context, appends);
            }),
          this.#dependencies,
        );
      }),
    );
  }
}

/** Whether the other calls of the group may succeed without one of them. */
function mayBeFaultOfOne(error: unknown): boolean {
  if (!isPortError(error)) return true;
  if (error.cause instanceof InlineProjectionError || isLostRace(error.cause)) return true;
  return sqlState(error.cause) !== undefined && !error.isRetryable;
}

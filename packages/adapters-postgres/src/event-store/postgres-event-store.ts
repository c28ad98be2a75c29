import type {
  AppendResult,
  ConsumedPosition,
  EventStore,
  IngestBatch,
  IngestReport,
  LogBacklog,
  LogBlocker,
  LogEnd,
  LogPosition,
  LogRange,
  LogSlice,
  ReplayReport,
  ReplayRequest,
  StoredEvent,
  StreamAppend,
  StreamListRange,
  StreamRange,
  StreamSlice,
  StreamSummary,
} from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { closedError, type Operation } from '../connection/port-failure.js';
import type { Session } from '../connection/session.js';
import { assertStreamsOnce } from './appending/append-plan.js';
import { LogAppender } from './appending/log-appender.js';
import { dismissGaps, readConsumed } from './consumed-positions.js';
import { Confidence } from './confidence.js';
import { Contention } from './contention.js';
import { planBatch, recordAtOnce } from './ingest/batch-at-once.js';
import { lineOf } from './ingest/batch-keys.js';
import { encodeBatch } from './ingest/encode-batch.js';
import { HeldLines } from './ingest/held-lines.js';
import { ingestBatch, type IngestOptions } from './ingest/ingest-batch.js';
import { replayStep } from './replay/replay-step.js';
import { explainingInlineFailures, isFaultOfEvent } from './inline-failures.js';
import { isHeldKeys, isLostRace } from '../classify-error.js';
import { findBlocker } from './log-blocker.js';
import {
  countSettled,
  findEvents,
  findIds,
  readBacklog,
  readLog,
  readLogEnd,
} from './log-reader.js';
import type { LogContext } from './log-writer.js';
import type { AppendNotices } from '../notices/append-notices.js';
import { retrySerializationConflicts, type RetryDependencies } from './serialization-conflict.js';
import { listStreams } from './stream-list.js';
import { readStream } from './stream-reader.js';

const appending: Operation = { port: 'event-store', operation: 'append' };

/** An attempt to record a batch. */
interface Attempt {
  /** Waits for other batches of the same streams first. */
  readonly queues: boolean;
}

/** The log in the table `events`; its order is (epoch, transaction, position). */
export class PostgresEventStore implements EventStore {
  readonly #pool: ConnectionPool;
  readonly #context: LogContext;
  readonly #dependencies: RetryDependencies;
  readonly #appender: LogAppender;
  readonly #opening = new Confidence();
  readonly #following = new Confidence();
  readonly #contention = new Contention();
  readonly #held = new HeldLines();
  readonly #notices: AppendNotices;
  #isClosed = false;

  constructor(
    pool: ConnectionPool,
    context: LogContext,
    dependencies: RetryDependencies & { readonly notices: AppendNotices },
  ) {
    this.#notices = dependencies.notices;
    this.#pool = pool;
    this.#context = context;
    this.#dependencies = dependencies;
    this.#appender = new LogAppender(pool, context, dependencies);
  }

  async append(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    assertStreamsOnce(appends);
    if (this.#isClosed) throw closedError(appending, this.#pool.target.address);
    if (appends.length === 0) return [];
    const results = await this.#appender.append(appends);
    this.#context.appended();
    return results;
  }

  async ingest(batch: IngestBatch): Promise<IngestReport> {
    const { items, deadLetters = [], consumed } = batch;
    const isEmpty = items.length === 0 && deadLetters.length === 0 && consumed === undefined;
    if (isEmpty) return { outcomes: [] };
    return this.#write('ingest', (session) => this.#recordPatiently(session, batch));
  }

  async replay(request: ReplayRequest): Promise<ReplayReport> {
    return this.#write('replay', (session) =>
      retrySerializationConflicts(
        () => replayStep(session, this.#context, request),
        this.#dependencies,
      ),
    );
  }

  async readStream(streamId: string, range: StreamRange = {}): Promise<StreamSlice> {
    return this.#use('readStream', (session) =>
      readStream(session, this.#context.tables, streamId, range),
    );
  }

  async readAll(range: LogRange): Promise<LogSlice> {
    return this.#use('readAll', (session) => readLog(session, this.#context.tables, range));
  }

  async readEnd(limit: number): Promise<LogEnd> {
    return this.#use('readEnd', (session) => readLogEnd(session, this.#context.tables, limit));
  }

  async count(after?: LogPosition): Promise<number> {
    return this.#use('count', (session) => countSettled(session, this.#context.tables, after));
  }

  async backlog(after?: LogPosition): Promise<LogBacklog> {
    return this.#use('backlog', (session) => readBacklog(session, this.#context.tables, after));
  }

  async listStreams(range: StreamListRange): Promise<readonly StreamSummary[]> {
    return this.#use('listStreams', (session) => listStreams(session, this.#context.tables, range));
  }

  async findIds(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#use('findIds', (session) => findIds(session, this.#context.tables, eventIds));
  }

  async findEvents(eventIds: readonly string[]): Promise<readonly StoredEvent[]> {
    return this.#use('findEvents', (session) =>
      findEvents(session, this.#context.tables, eventIds),
    );
  }

  async consumed(): Promise<readonly ConsumedPosition[]> {
    return this.#use('consumed', (session) => readConsumed(session, this.#context.tables));
  }

  async dismissGaps(...gaps: Parameters<EventStore['dismissGaps']>): Promise<number> {
    const [group, topic, partition] = gaps;
    return this.#use('dismissGaps', (session) =>
      dismissGaps(session, this.#context.tables, [group, topic, partition]),
    );
  }

  async blocker(): Promise<LogBlocker | undefined> {
    return this.#use('blocker', (session) => findBlocker(session, this.#context.tables));
  }

  onAppended(listener: () => void): () => void {
    return this.#notices.listen(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#appender.drained();
    await this.#notices.close();
  }

  async #recordPatiently(session: Session, batch: IngestBatch): Promise<IngestReport> {
    const queues = this.#contention.shouldQueue();
    return retrySerializationConflicts(async (attempt) => {
      try {
        return await this.#recordInLine(session, batch, { queues: queues || attempt > 1 });
      } catch (error) {
        if (isLostRace(error)) this.#contention.report();
        throw error;
      }
    }, this.#dependencies);
  }

  async #record(session: Session, batch: IngestBatch, how: Attempt): Promise<IngestReport> {
    const confidence = this.#confidenceIn(batch);
    const plan = confidence.shouldTry() ? planBatch(this.#context, batch, how) : undefined;
    if (plan !== undefined) {
      const report = await recordAtOnce(session, plan, batch);
      confidence.report(report !== undefined);
      if (report !== undefined) return report;
    }
    return this.#recordByItems(session, batch, { queues: how.queues });
  }

  #confidenceIn({ items }: IngestBatch): Confidence {
    return items.every(({ startsStream }) => startsStream) ? this.#opening : this.#following;
  }

  /** Looks for held keys first if they matter. */
  async #recordInLine(session: Session, batch: IngestBatch, how: Attempt): Promise<IngestReport> {
    const line = lineOf(batch);
    if (line === undefined) return this.#record(session, batch, how);
    const looking = { queues: how.queues, line };
    if (this.#held.shouldLook(line, batch)) return this.#recordByItems(session, batch, looking);
    try {
      return await this.#record(session, batch, how);
    } catch (error) {
      if (!isHeldKeys(error) && !isFaultOfEvent(error)) throw error;
      return this.#recordByItems(session, batch, looking);
    }
  }

  async #recordByItems(
    session: Session,
    batch: IngestBatch,
    { queues, line }: IngestOptions,
  ): Promise<IngestReport> {
    const encoded = encodeBatch(batch);
    const own = line ?? (encoded.refusals.size > 0 ? lineOf(batch) : undefined);
    const options = { queues: queues === true, line: own };
    const { report, isHeld } = await ingestBatch(session, this.#context, encoded, options);
    if (own !== undefined && isHeld !== undefined) this.#held.note(own, isHeld);
    return report;
  }

  async #write<Result>(name: string, work: (session: Session) => Promise<Result>): Promise<Result> {
    const operation: Operation = { port: 'event-store', operation: name };
    const result = await this.#use(name, (session) =>
      explainingInlineFailures(this.#context, operation, () => work(session)),
    );
    this.#context.appended();
    return result;
  }

  async #use<Result>(name: string, work: (session: Session) => Promise<Result>): Promise<Result> {
    const operation: Operation = { port: 'event-store', operation: name };
    if (this.#isClosed) throw closedError(operation, this.#pool.target.address);
    return this.#pool.use(operation, work);
  }
}

import {
  assertLimit,
  assertStreamRange,
  type AppendResult,
  type ConsumedPosition,
  type ConsumptionGap,
  type EventStore,
  type IngestBatch,
  type IngestReport,
  type LogBacklog,
  type LogBlocker,
  type LogEnd,
  type LogPosition,
  type LogRange,
  type LogSlice,
  type ReplayReport,
  type ReplayRequest,
  type StoredEvent,
  type StreamAppend,
  type StreamListRange,
  type StreamRange,
  type StreamSlice,
  type StreamSummary,
  UnstorableError,
} from '@foldmart/core';
import type { InlineProjector } from '../projection-store/inline-projector.js';
import { appendEvents, toStorableAppends } from './append-events.js';
import type { DatabaseSession } from '../database/database-session.js';
import { withOwnBytes } from '../dead-letter-store/letter-bytes.js';
import { ingestItems, toStorableItem } from './ingest-batch.js';
import { BatchLine } from './batch-line.js';
import { replayStep, rollingBackDryRuns } from './replay-step.js';
import { LogWriter } from './log-writer.js';
import { rejectedError } from '../database/store-errors.js';
import type { Transaction } from '../database/transaction.js';

const port = 'event-store';

/** The log of a memory database. */
export class MemoryEventStore implements EventStore {
  readonly #session: DatabaseSession;
  readonly #projector: InlineProjector;

  constructor(session: DatabaseSession, projector: InlineProjector) {
    this.#session = session;
    this.#projector = projector;
  }

  async append(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    try {
      const storable = toStorableAppends(appends);
      return await this.#session.transact(port, 'append', (transaction) =>
        appendEvents(this.#writer(transaction, 'append'), storable),
      );
    } catch (error) {
      if (!(error instanceof UnstorableError)) throw error;
      const message = `An event cannot be stored: ${error.message}.`;
      throw rejectedError(port, 'append', message, { cause: error });
    }
  }

  async ingest({ items, deadLetters = [], consumed, parking }: IngestBatch): Promise<IngestReport> {
    const storable = items.map(toStorableItem);
    const given = deadLetters.map(withOwnBytes);
    await this.#session.breathe(items.length);
    const { database } = this.#session;
    let gap: ConsumptionGap | undefined;
    const outcomes = await this.#session.transact(port, 'ingest', async (transaction) => {
      const line = new BatchLine(database, transaction, parking);
      await line.enter(items, given);
      const result = await ingestItems(this.#writer(transaction, 'ingest'), storable, line);
      const letters = [...given, ...result.deadLetters.map(withOwnBytes)];
      transaction.onCommit(() => {
        line.park(letters);
        if (consumed !== undefined) gap = database.consumed.record(consumed);
      });
      return result.outcomes;
    });
    return { outcomes, ...(gap !== undefined && { gap }) };
  }

  replay(request: ReplayRequest): Promise<ReplayReport> {
    return rollingBackDryRuns(() =>
      this.#session.transact(port, 'replay', (transaction) =>
        replayStep(
          { database: this.#session.database, transaction },
          this.#writer(transaction, 'replay'),
          request,
        ),
      ),
    );
  }

  readStream(streamId: string, range: StreamRange = {}): Promise<StreamSlice> {
    return this.#session.read(port, 'readStream', () => {
      assertStreamRange(range);
      const events = this.#session.database.log.streams.get(streamId);
      return { streamId, version: events.length, events: sliceOf(events, range) };
    });
  }

  readAll({ after, limit }: LogRange): Promise<LogSlice> {
    return this.#session.read(port, 'readAll', () =>
      this.#session.database.log.settled.read(after, limit),
    );
  }

  readEnd(limit: number): Promise<LogEnd> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'readEnd', () => log.settled.readEnd(limit));
  }

  count(after?: LogPosition): Promise<number> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'count', () => log.settled.countBehind(after));
  }

  backlog(after?: LogPosition): Promise<LogBacklog> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'backlog', () => {
      const waiting = log.committed().eventsBehind(after);
      const hidden = waiting.length - log.settled.countBehind(after);
      return { events: waiting.length, hidden, since: earliest(waiting) };
    });
  }

  listStreams(range: StreamListRange): Promise<readonly StreamSummary[]> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'listStreams', () => {
      assertLimit(range.limit);
      return log.streams.list(range);
    });
  }

  findIds(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'findIds', () => {
      return new Set(eventIds.filter((id) => log.find(id) !== undefined));
    });
  }

  findEvents(eventIds: readonly string[]): Promise<readonly StoredEvent[]> {
    const { log } = this.#session.database;
    return this.#session.read(port, 'findEvents', () =>
      [...new Set(eventIds)].flatMap((id) => log.find(id) ?? []),
    );
  }

  consumed(): Promise<readonly ConsumedPosition[]> {
    return this.#session.read(port, 'consumed', () => this.#session.database.consumed.list());
  }

  async dismissGaps(group: string, topic: string, partition?: number): Promise<number> {
    const { database } = this.#session;
    let dismissed = 0;
    await this.#session.transact(port, 'dismissGaps', async (transaction) => {
      transaction.onCommit(() => {
        dismissed = database.consumed.dismiss(group, topic, partition);
      });
    });
    return dismissed;
  }

  blocker(): Promise<LogBlocker | undefined> {
    return this.#session.read(port, 'blocker', () => {
      const { transactions, clock } = this.#session.database;
      const oldest = transactions.oldestRunning;
      if (oldest === undefined) return undefined;
      const description = `transaction ${oldest.id}: ${oldest.description}`;
      return { description, ageMs: clock.monotonic() - oldest.startedAtMs };
    });
  }

  onAppended(listener: () => void): () => void {
    if (!this.#session.isOpen) return () => undefined;
    const stop = this.#session.database.onAppended(listener);
    this.#session.onEnd(stop);
    return stop;
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #writer(transaction: Transaction, operation: string): LogWriter {
    const request = { port, operation } as const;
    return new LogWriter(this.#session.database, transaction, this.#projector, request);
  }
}

/** Transactions overlap, so the first event in the log's order need not be the oldest. */
function earliest(events: readonly StoredEvent[]): string | undefined {
  let earliest = events[0]?.recordedAt;
  for (const { recordedAt } of events) {
    if (earliest !== undefined && recordedAt < earliest) earliest = recordedAt;
  }
  return earliest;
}

function sliceOf(events: readonly StoredEvent[], range: StreamRange): readonly StoredEvent[] {
  const first = Math.max(range.fromVersion ?? 1, 1) - 1;
  const behind = Math.max(range.toVersion ?? events.length, 0);
  const limit = range.limit ?? events.length;
  if (range.backwards !== true) return events.slice(first, Math.min(behind, first + limit));
  const last = Math.min(behind, events.length);
  return events.slice(Math.max(first, last - limit), last).reverse();
}

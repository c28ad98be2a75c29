import type { EventEnvelope, LogPosition, StoredEvent } from '../events/envelope.js';
import type { MessageSource, NewDeadLetter } from '../messaging/dead-letter.js';

/**
 * What an append takes for granted about its stream: its exact version (0: it does not exist),
 * that it does not exist, that it exists, or nothing.
 */
export type ExpectedVersion = number | 'no-stream' | 'stream-exists' | 'any';

/** Events for the end of one stream. */
export interface StreamAppend {
  readonly streamId: string;
  readonly expectedVersion: ExpectedVersion;
  readonly events: readonly EventEnvelope[];
}

/** What became of one {@link StreamAppend}. */
export interface AppendResult {
  readonly streamId: string;
  /** The stream's version after the append. */
  readonly version: number;
  /** How many events were new; the others were in the log already. */
  readonly appended: number;
  readonly duplicates: number;
}

/** An event decided elsewhere, to be recorded here. */
export interface IngestItem {
  readonly streamId: string;
  /** True for an event that opens its stream: it is version 1, or a duplicate, or a conflict. */
  readonly startsStream: boolean;
  readonly event: EventEnvelope;
  /** The message it came in; with it, a conflict or a refusal is put aside as a dead letter. */
  readonly source?: MessageSource;
}

/** One delivery's worth of events, and of messages that turned out to be none. */
export interface IngestBatch {
  readonly items: readonly IngestItem[];
  readonly deadLetters?: readonly NewDeadLetter[];
}

/**
 * What became of an item.
 *
 * - `appended`: it is in the log now, and was not before
 * - `duplicate`: the same event was there: same id, or same place in an opened stream, and same body
 * - `conflict`: another event was there; it was kept and this one dropped
 * - `refused`: the store will never take it (see {@link EventStore.ingest})
 */
export type IngestOutcome = 'appended' | 'duplicate' | 'conflict' | 'refused';

/** The outcomes, one an item, in the order of the items. */
export interface IngestReport {
  readonly outcomes: readonly IngestOutcome[];
}

/** Which part of a stream to read; versions are inclusive. */
export interface StreamRange {
  readonly fromVersion?: number;
  readonly toVersion?: number;
  readonly limit?: number;
  /** Newest first. */
  readonly backwards?: boolean;
}

/** A part of a stream. */
export interface StreamSlice {
  readonly streamId: string;
  /** The stream's version at the time of the read; 0 where it does not exist. */
  readonly version: number;
  readonly events: readonly StoredEvent[];
}

/** Where to follow the log from, and how far. */
export interface LogRange {
  /** Reads behind this position; from the start where absent. */
  readonly after?: LogPosition;
  readonly limit: number;
}

/** A part of the whole log. */
export interface LogSlice {
  readonly events: readonly StoredEvent[];
  /** Where to go on: the position of the last event, or `after` as given where there was none. */
  readonly next: LogPosition | undefined;
}

/** Which streams to list. */
export interface StreamListRange {
  /** Only streams whose ids begin with this text. */
  readonly prefix?: string;
  /** Only streams whose ids come after this one. */
  readonly after?: string;
  readonly limit: number;
}

/** A stream in a list. */
export interface StreamSummary {
  readonly streamId: string;
  readonly version: number;
  /** When its last event was recorded. */
  readonly recordedAt: string;
}

/** Who keeps readers from the newest events, where somebody does. */
export interface LogBlocker {
  /** The process and its open transaction, in the store's own words. */
  readonly description: string;
  readonly ageMs: number;
}

/**
 * The append-only log: streams of events, each with versions from 1 without gaps, in one whole.
 * The inline projections it was built with are written in the transaction of each append.
 */
export interface EventStore {
  /**
   * Appends to several streams, all or nothing, and durably when it resolves; a stream may be named once.
   * An event whose id is in the log already is left out and counted as a duplicate; where all of a
   * stream's events are, its expected version is not checked, so a retry after a lost answer succeeds.
   * Rejects with VersionConflictError, with ValidationError where an id is taken by an event with another body
   * or of another stream, with a PortError otherwise (retryable where it lost a race for its place).
   * An empty list of events appends nothing and makes no stream. Where the inline projections of this process are not
   * those that the database's rows are made by, it rejects with a retryable PortError, code `projection-version`.
   */
  append(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]>;

  /**
   * Records a batch, with its dead letters, in one transaction; each item has its own outcome and none
   * hinders another. Repeating a batch changes nothing and reports duplicates; the same holds within
   * a batch and for concurrent batches, in whatever order. Bodies are compared as JSON, numbers by value.
   * An item that the store can never hold (a value it cannot represent) is `refused`. Conflicts and
   * refusals with a source are parked in the same transaction, once however often they come.
   * Rejects with a PortError when nothing was recorded, or when that is not known: repeat it then; with
   * `projection-version` as an append does.
   */
  ingest(batch: IngestBatch): Promise<IngestReport>;

  /** Reads a part of a stream, ascending unless `backwards`; a stream that does not exist is empty. */
  readStream(streamId: string, range?: StreamRange): Promise<StreamSlice>;

  /**
   * Reads the log in its order, which keeps the order of each stream. A reader that goes on from `next`
   * sees every event once, whatever transactions are slow or rolled back meanwhile: an event appears
   * only when no other can still come before it.
   */
  readAll(range: LogRange): Promise<LogSlice>;

  /**
   * The newest `limit` events that readers may see, in the order of the log. A reader that goes on from `next` misses
   * nothing that is appended later, and sees nothing of what was returned again; `limit: 0` only tells where that is.
   */
  readEnd(limit: number): Promise<LogSlice>;

  /** How many events readers may see behind `after`, or in all. */
  count(after?: LogPosition): Promise<number>;

  /** Streams in ascending order of their ids' UTF-8 bytes, committed as of now. */
  listStreams(range: StreamListRange): Promise<readonly StreamSummary[]>;

  /** Which of these event ids are in the log, as of now: committed, whether a follower may read them yet or not. */
  findIds(eventIds: readonly string[]): Promise<ReadonlySet<string>>;

  /** Who holds back readers of the log at this moment; undefined where nobody does. */
  blocker(): Promise<LogBlocker | undefined>;

  /** Closes it; what is called later rejects with reason `closed`. Idempotent. */
  close(): Promise<void>;
}

import type { EventEnvelope, StoredEvent } from '../events/envelope.js';
import type { LogPosition } from '../events/log-position.js';
import type { ConsumedPosition } from '../messaging/consumed-position.js';
import type { IngestBatch, IngestReport } from './ingest.js';
import type { ReplayReport, ReplayRequest } from './replay.js';

/**
 * What an append expects of its stream: an exact version (0: it does not exist), that it does not exist, that it
 * exists, or nothing.
 */
export type ExpectedVersion = number | 'no-stream' | 'stream-exists' | 'any';

/** Events for the end of one stream. */
export interface StreamAppend {
  readonly streamId: string;
  readonly expectedVersion: ExpectedVersion;
  readonly events: readonly EventEnvelope[];
}

/** The result of one {@link StreamAppend}. */
export interface AppendResult {
  readonly streamId: string;
  /** The stream's version after the append. */
  readonly version: number;
  /** How many events were new; the others were already in the log. */
  readonly appended: number;
  readonly duplicates: number;
  /**
   * Where the last of its events is in the log, new or duplicate; undefined if it has no events. Whatever has read the log up
   * to here has seen all of them.
   */
  readonly position: LogPosition | undefined;
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
  /** The stream's version at the time of the read; 0 if it does not exist. */
  readonly version: number;
  readonly events: readonly StoredEvent[];
}

/** Which part of the log to read. */
export interface LogRange {
  /** Reads events after this position; from the start of the log if absent. */
  readonly after?: LogPosition;
  readonly limit: number;
}

/** A part of the log. */
export interface LogSlice {
  readonly events: readonly StoredEvent[];
  /** Where to read on: the position of the last event, or `after` as given if there was none. */
  readonly next: LogPosition | undefined;
}

/** The newest part of the log. */
export interface LogEnd extends LogSlice {
  /** The position after the newest visible event; in an empty log, the position before the first event. */
  readonly next: LogPosition;
}

/** Which streams to list. */
export interface StreamListRange {
  /** Only streams whose ids start with this text. */
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

/** What a follower at a position has not read. */
export interface LogBacklog {
  /** Committed events after the position, visible to readers or not. */
  readonly events: number;
  /** Those of them that are not visible yet, because an older transaction is still running. */
  readonly hidden: number;
  /** When the oldest of them was recorded; undefined if there is none. */
  readonly since: string | undefined;
}

/** A transaction that hides the newest events from readers. */
export interface LogBlocker {
  /** The process and its open transaction, in the store's own words. */
  readonly description: string;
  readonly ageMs: number;
}

/**
 * The append-only log: streams of events, each with versions from 1 without gaps, in one total order. Each write also
 * writes the rows of the store's inline projections, in the same transaction. Limits are whole numbers from 0 to
 * {@link largestLimit}; every method rejects any other with ValidationError.
 */
export interface EventStore {
  /**
   * Appends to several streams, all or nothing; the events are durable when it resolves. A stream may be named once.
   * An event whose id is already in the log is left out and counted as a duplicate. If all events of a stream are
   * duplicates, its expected version is not checked, so a retry after a lost answer succeeds. An empty list of events
   * appends nothing and creates no stream.
   *
   * Rejects with VersionConflictError; with ValidationError if another event has the id of a new one; and with a
   * PortError otherwise, which is retryable if a concurrent append won. Code `projection-version`, retryable: the
   * inline projections of this process are not those that made the database's rows. Code `projection-failed`, not
   * retryable: an inline projection failed, or the database refused its rows.
   */
  append(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]>;

  /**
   * Records a batch, with its dead letters, in one transaction. Each item has its own outcome, and no item hinders
   * another. A repeated batch changes nothing and reports duplicates; so do duplicates within a batch and in concurrent
   * batches, in any order. Bodies are compared as JSON, numbers by value. Concurrent batches for one stream queue.
   *
   * An item is `refused` only if the store proves that it can never hold the event, such as a value that it cannot
   * represent. Conflicts and refusals with a source are parked in the same transaction, once however often they come.
   *
   * With `parking: 'park-key'`, a message with a key that is parked holds its key in its group and topic, unless the reason is
   * `conflict`. Later items of a held key are parked behind it as `parked-successor`, in the same transaction; also those
   * of the same batch. Later are a larger offset in the same partition, and any other partition or life of the topic; the head
   * itself, if it is redelivered, stays parked. Earlier
   * items are recorded. A message whose letter was known before holds nothing again, and one whose letter was replayed or
   * discarded is a duplicate, so redelivery changes nothing. The ids of the letters ascend in the order of their messages. A batch that is concurrent with a {@link EventStore.replay} of its
   * keys is either parked or comes after the replayed events in the log.
   *
   * `consumed` is recorded in the same transaction, for each group, topic, identity of the topic and partition (see
   * {@link recordConsumed}). If the recorded position was below `consumed.from`, the group has acknowledged messages that
   * are not in this store: it was restored from an older copy, lost what it had accepted, or the group was reset or
   * fed another store. The batch is recorded all the same. The gap is kept, and reported by every batch of the partition, until
   * the group has consumed it again or it is dismissed. A repeat, or a late batch of a former owner, never moves the recorded
   * position backwards. The first batch for a partition opens no gap.
   *
   * Rejects with a PortError if nothing was recorded, or if that is not known; then repeat the batch. Codes
   * `projection-version` and `projection-failed` as for `append`: the whole batch is rejected, and nothing is parked,
   * since no message is at fault.
   */
  ingest(batch: IngestBatch): Promise<IngestReport>;

  /**
   * Records a parked message, with its edits, as `ingest` does, and marks its letter as replayed in the same transaction.
   * If it is the head of a held key, the letters that wait behind it follow in their order, at most `limit` in all. The next
   * one becomes the head; if none waits, the key is no longer held. A letter that cannot be read, that conflicts or that is
   * refused stays, with the new reason, and becomes the head; what is behind it waits. Who did what is recorded. Repeat with
   * `next` to continue; an interrupted replay continues in the same way, and records nothing twice.
   *
   * Rejects with NotFoundError if there is no such letter, and with ValidationError if it does not wait, or if its key is held
   * by an earlier letter. Rejects with a PortError as `ingest` does; then nothing has changed, or that is not known.
   */
  replay(request: ReplayRequest): Promise<ReplayReport>;

  /** Reads a part of a stream, ascending unless `backwards`. A stream that does not exist is empty. */
  readStream(streamId: string, range?: StreamRange): Promise<StreamSlice>;

  /**
   * Reads the log in its order, which keeps the order of each stream. A reader that continues from `next` sees every
   * event once, even if transactions are slow or roll back: an event becomes visible only when no other event can
   * still appear before it.
   */
  readAll(range: LogRange): Promise<LogSlice>;

  /**
   * The newest `limit` visible events, in the order of the log. A reader that continues from `next` misses nothing that
   * is appended later and sees none of the returned events again. `limit: 0` only tells where the log ends; an empty
   * log ends before its first event.
   */
  readEnd(limit: number): Promise<LogEnd>;

  /** Counts the visible events after a position, or all of them. */
  count(after?: LogPosition): Promise<number>;

  /**
   * What a follower that has read up to a position has still to read, or one that has read nothing. Counts committed
   * events whether or not they are visible yet, so a follower that waits for a slow transaction is not up to date.
   */
  backlog(after?: LogPosition): Promise<LogBacklog>;

  /** Lists committed streams in ascending order of their ids' UTF-8 bytes. */
  listStreams(range: StreamListRange): Promise<readonly StreamSummary[]>;

  /** Which of these event ids are in the log: committed, whether or not they are visible to readers yet. */
  findIds(eventIds: readonly string[]): Promise<ReadonlySet<string>>;

  /**
   * The events with these ids: committed, whether or not they are visible to readers yet. Each once, in no particular order.
   * Ids that are not in the log are left out. Ask for a few thousand at most.
   */
  findEvents(eventIds: readonly string[]): Promise<readonly StoredEvent[]>;

  /** The recorded positions of all groups, in no particular order. */
  consumed(): Promise<readonly ConsumedPosition[]>;

  /**
   * Closes the gaps of a group in a topic, or in one partition of it: what is missing is given up. Includes gaps in
   * former topics of the name. Resolves with how many were open.
   */
  dismissGaps(group: string, topic: string, partition?: number): Promise<number>;

  /** The transaction that hides the newest events from readers at this moment; undefined if there is none. */
  blocker(): Promise<LogBlocker | undefined>;

  /**
   * Calls `listener` soon after events were committed, by this instance or any other, until the returned function is called or
   * the store is closed. Each call is a hint to read the log: it may come late, and although there is nothing new. Commits that
   * follow each other quickly may share a call, which then comes after the last of them. Calls are missed while the connection to
   * the store is lost, or if something between swallows them, so a follower polls as well. `listener` must not throw.
   * Never throws; after a close, nothing is called.
   */
  onAppended(listener: () => void): () => void;

  /** Closes the store. Later calls reject with reason `closed`. Idempotent. */
  close(): Promise<void>;
}

import { isPortError } from '../errors/index.js';
import type { WireCodec } from '../events/wire-codec.js';
import { deadLetterDetail, type MessageSource, type NewDeadLetter } from './dead-letter.js';
import type { DeliveredMessage, MessageBatch } from './message.js';
import type { BatchContext, BatchHandler } from '../ports/event-bus.js';
import type { EventStore, IngestItem, IngestOutcome } from '../ports/event-store.js';

/** What persisting works with. */
export interface PersistEventsDependencies {
  readonly store: EventStore;
  readonly codec: WireCodec;
}

/** Whose messages are persisted, and who hears of it. */
export interface PersistEventsOptions {
  /** The consumer group; part of what identifies a dead letter. */
  readonly group: string;
  /** Hears of every batch once it is in the store, before it is committed. Must not throw. */
  readonly onBatch?: (report: PersistReport) => void;
}

/** What became of a batch; each message counts once, in one of the last five. */
export interface PersistReport {
  readonly topic: string;
  readonly partition: number;
  readonly received: number;
  readonly appended: number;
  readonly duplicates: number;
  /** Dropped for another event that was there, and put aside. */
  readonly conflicts: number;
  /** Events that the store will never take, put aside. */
  readonly refused: number;
  /** Messages that were no events, put aside. */
  readonly deadLetters: number;
}

/**
 * Makes the handler that writes a group's messages to the log: one `ingest` a batch. It rejects, so that
 * the bus delivers the batch again, on any error but one: where the store rejects the batch for good, it is
 * halved until the message at fault stands alone, which is put aside as `refused` while the rest is written. Messages
 * that follow it under the same key are written without it. A message that cannot be put aside fails its batch.
 */
export function persistEvents(
  dependencies: PersistEventsDependencies,
  { group, onBatch }: PersistEventsOptions,
): BatchHandler {
  return async (batch, context) => {
    const decoded = decodeBatch(dependencies.codec, batch, group, context);
    const outcomes = await ingest(dependencies.store, decoded, context);
    onBatch?.(report(batch, decoded, outcomes));
  };
}

type SourcedItem = IngestItem & { readonly source: MessageSource };

interface DecodedBatch {
  readonly items: readonly SourcedItem[];
  readonly deadLetters: readonly NewDeadLetter[];
}

function decodeBatch(
  codec: WireCodec,
  batch: MessageBatch,
  group: string,
  { attempt }: BatchContext,
): DecodedBatch {
  const items: SourcedItem[] = [];
  const deadLetters: NewDeadLetter[] = [];
  for (const message of batch.messages) {
    const source = sourceOf(message, group);
    const decoded = codec.decode(message);
    if (decoded.ok) {
      const { event, streamId, startsStream } = decoded;
      items.push({ event, streamId, startsStream, source });
    } else {
      const { reason, detail } = decoded;
      deadLetters.push({ source, reason, detail, attempts: attempt });
    }
  }
  return { items, deadLetters };
}

function sourceOf(message: DeliveredMessage, group: string): MessageSource {
  const { topic, partition, offset, key, value, headers } = message;
  return { group, topic, partition, offset, key, value, headers };
}

async function ingest(
  store: EventStore,
  { items, deadLetters }: DecodedBatch,
  context: BatchContext,
): Promise<readonly IngestOutcome[]> {
  try {
    return (await store.ingest({ items, deadLetters })).outcomes;
  } catch (error) {
    const [first, ...others] = items;
    if (!isRejectedForGood(error) || first === undefined) throw error;
    if (others.length === 0) {
      const refused = refusal(first, error, context);
      await store.ingest({ items: [], deadLetters: [...deadLetters, refused] });
      return ['refused'];
    }
    const middle = Math.ceil(items.length / 2);
    const former = { items: items.slice(0, middle), deadLetters };
    const latter = { items: items.slice(middle), deadLetters: [] };
    return [...(await ingest(store, former, context)), ...(await ingest(store, latter, context))];
  }
}

/**
 * Whether the messages may be at fault. A lost right, a missing table or a closed store is not theirs, and waits for
 * its cure. Where the store itself is at fault after all, it will not take the dead letter either.
 */
function isRejectedForGood(error: unknown): error is Error {
  if (!isPortError(error) || error.isRetryable || error.code !== undefined) return false;
  return error.reason === 'rejected' || error.reason === 'unknown';
}

function refusal(
  { source, event }: SourcedItem,
  error: Error,
  { attempt }: BatchContext,
): NewDeadLetter {
  return {
    source,
    reason: 'refused',
    detail: deadLetterDetail(error.message),
    attempts: attempt,
    eventId: event.id,
  };
}

function report(
  { topic, partition, messages }: MessageBatch,
  { deadLetters }: DecodedBatch,
  outcomes: readonly IngestOutcome[],
): PersistReport {
  const counts = { appended: 0, duplicate: 0, conflict: 0, refused: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return {
    topic,
    partition,
    received: messages.length,
    appended: counts.appended,
    duplicates: counts.duplicate,
    conflicts: counts.conflict,
    refused: counts.refused,
    deadLetters: deadLetters.length,
  };
}

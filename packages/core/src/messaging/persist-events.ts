import { isPortError } from '../errors/index.js';
import { prepared } from '../events/prepare-by.js';
import type { DecodedEvent } from '../events/decoded-message.js';
import type { WireCodec } from '../events/wire-codec.js';
import type { MessageSource, NewDeadLetter } from './dead-letter.js';
import { GapReports } from './gap-reports.js';
import type { ParkingPolicy } from './held-keys.js';
import { ingestByParts, type DecodedBatch, type SourcedItem } from './ingest-by-parts.js';
import type { DeliveredMessage, MessageBatch } from './message.js';
import type { BatchContext, BatchHandler } from '../ports/event-bus.js';
import type { EventStore } from '../ports/event-store.js';
import type { IngestOutcome } from '../ports/ingest.js';
import type { Logger } from '../ports/logger.js';

export interface PersistEventsDependencies {
  readonly store: EventStore;
  readonly codec: Pick<WireCodec, 'decode' | 'decoding'>;
  /**
   * Gets an error, with advice, when an inline projection stops a partition, and when messages that the group
   * acknowledged are not in the store.
   */
  readonly logger?: Logger;
}

export interface PersistEventsOptions {
  /** The consumer group; part of what identifies a dead letter. */
  readonly group: string;
  /** Called for every batch once it is in the store, before its offset is committed. Must not throw. */
  readonly onBatch?: (report: PersistReport) => void;
  /** Gets the gaps that batches meet (see {@link EventStore.ingest}). By default they are logged. */
  readonly gaps?: GapReports;
  /** Default `park-key`: the order of each key is kept. */
  readonly parking?: ParkingPolicy;
}

/** The outcome of a batch; each message counts once, in one of the last six. */
export interface PersistReport {
  readonly topic: string;
  readonly partition: number;
  readonly received: number;
  readonly appended: number;
  readonly duplicates: number;
  /** Parked: another event has the id or the place. */
  readonly conflicts: number;
  /** Parked: the store can never hold the event. */
  readonly refused: number;
  /** Parked: the message is not an event. */
  readonly deadLetters: number;
  /** Parked: an earlier message of the key is parked. */
  readonly held: number;
}

/**
 * Makes the handler that writes a group's messages to the log, one `ingest` for each batch. It rejects on any error
 * that is not proven to be a message's fault; the bus then redelivers the batch and the partition waits.
 *
 * A message that is parked holds its key: later messages of the key are parked behind it until its letter is replayed or
 * discarded. With `skip-message`, they are recorded without it.
 *
 * If the store rejects a whole batch, the batch is bisected. The one message that it fails for is parked as `refused`
 * once every other message is recorded that does not come behind it. If a second message fails for the same reason, the
 * cause is not a message: nothing is parked and the handler rejects.
 *
 * If the codec cannot load what a batch needs, such as a schema, the handler rejects and nothing is parked.
 *
 * With each batch, its position is recorded in the store's transaction. If the store is behind the group's position, the
 * batch is recorded all the same, and the gap is reported, once for each partition.
 */
export function persistEvents(
  { store, codec, logger }: PersistEventsDependencies,
  { group, onBatch, gaps = new GapReports({ logger }), parking = 'park-key' }: PersistEventsOptions,
): BatchHandler {
  return async (batch, context) => {
    // A codec that needs nothing costs no turn of the event loop.
    const loading = prepared(codec.decoding, batch.messages);
    if (loading !== undefined) await loading;
    const decoded = { ...decodeBatch(codec, batch, group, context), parking };
    try {
      const { outcomes, gap } = await ingestByParts(store, decoded);
      onBatch?.(report(batch, decoded.deadLetters.length, outcomes));
      gaps.see(decoded.consumed, gap);
    } catch (error) {
      if (logger !== undefined) reportProjectionFailure(logger, batch, context, error);
      throw error;
    }
  };
}

function decodeBatch(
  codec: Pick<WireCodec, 'decode'>,
  batch: MessageBatch,
  group: string,
  { attempt }: BatchContext,
): Omit<DecodedBatch, 'parking'> {
  const { topic, partition, position } = batch;
  // V8 creates a literal among old objects once many have survived: all that it refers to would then survive too.
  const items = Array.of<SourcedItem>();
  const deadLetters: NewDeadLetter[] = [];
  for (const message of batch.messages) {
    const source = sourceOf(message, group, position.topicId);
    const decoded = codec.decode(message);
    if (decoded.ok) {
      items.push(itemOf(decoded, source));
    } else {
      const { reason, detail } = decoded;
      deadLetters.push({ source, reason, detail, attempts: attempt });
    }
  }
  const consumed = { group, topic, partition, ...position };
  return { items, deadLetters, consumed, attempt };
}

function itemOf(decoded: DecodedEvent, source: MessageSource): SourcedItem {
  const { event, streamId, startsStream, json } = decoded;
  if (json === undefined) return { event, streamId, startsStream, source };
  return { event, streamId, startsStream, json, source };
}

function sourceOf(message: DeliveredMessage, group: string, topicId: string | null): MessageSource {
  const { topic, partition, offset, key, value, headers, timestampMs } = message;
  // A spread for each message costs a measurable share of a batch.
  if (topicId === null)
    return { group, topic, partition, offset, key, value, headers, timestampMs };
  return { group, topic, topicId, partition, offset, key, value, headers, timestampMs };
}

/** On attempts 1, 2, 4, 8 and so on: the bus redelivers until the projection is fixed. */
function reportProjectionFailure(
  logger: Logger,
  { topic, partition }: MessageBatch,
  { attempt }: BatchContext,
  error: unknown,
): void {
  if (!isPortError(error) || error.code !== 'projection-failed') return;
  if (!Number.isInteger(Math.log2(attempt))) return;
  const { hint } = error;
  logger.error('an inline projection stops a partition', {
    topic,
    partition,
    attempt,
    hint,
    error,
  });
}

function report(
  { topic, partition, messages }: MessageBatch,
  deadLetters: number,
  outcomes: readonly IngestOutcome[],
): PersistReport {
  const counts = { appended: 0, duplicate: 0, conflict: 0, refused: 0, held: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return {
    topic,
    partition,
    received: messages.length,
    appended: counts.appended,
    duplicates: counts.duplicate,
    conflicts: counts.conflict,
    refused: counts.refused,
    deadLetters,
    held: counts.held,
  };
}

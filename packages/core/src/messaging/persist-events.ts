import { isPortError } from '../errors/index.js';
import type { WireCodec } from '../events/wire-codec.js';
import { bisect } from './bisect.js';
import { deadLetterDetail, type MessageSource, type NewDeadLetter } from './dead-letter.js';
import type { ConsumedRange } from './consumed-position.js';
import { GapReports } from './gap-reports.js';
import type { DeliveredMessage, MessageBatch } from './message.js';
import { mayBeFaultOfMessage, MessageFaults } from './message-faults.js';
import type { BatchContext, BatchHandler } from '../ports/event-bus.js';
import type { EventStore, IngestItem, IngestOutcome, IngestReport } from '../ports/event-store.js';
import type { Logger } from '../ports/logger.js';

export interface PersistEventsDependencies {
  readonly store: EventStore;
  readonly codec: WireCodec;
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
}

/** The outcome of a batch; each message counts once, in one of the last five. */
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
}

/**
 * Makes the handler that writes a group's messages to the log, one `ingest` for each batch. It rejects on any error
 * that is not proven to be a message's fault; the bus then redelivers the batch and the partition waits.
 *
 * If the store rejects a whole batch, the batch is bisected. The one message that it fails for is parked as `refused`
 * once every other message is recorded; messages of the same key that follow it are recorded without it. If a second
 * message fails for the same reason, the cause is not a message: nothing is parked and the handler rejects.
 *
 * With each batch, its position is recorded in the store's transaction. If the store is behind the group's position, the
 * batch is recorded all the same, and the gap is reported, once for each partition.
 */
export function persistEvents(
  { store, codec, logger }: PersistEventsDependencies,
  { group, onBatch, gaps = new GapReports({ logger }) }: PersistEventsOptions,
): BatchHandler {
  return async (batch, context) => {
    const decoded = decodeBatch(codec, batch, group, context);
    try {
      const { outcomes, gap } = await ingest(store, decoded, context);
      onBatch?.(report(batch, decoded, outcomes));
      gaps.see(decoded.consumed, gap);
    } catch (error) {
      if (logger !== undefined) reportProjectionFailure(logger, batch, context, error);
      throw error;
    }
  };
}

type SourcedItem = IngestItem & { readonly source: MessageSource };

interface DecodedBatch {
  readonly items: readonly SourcedItem[];
  readonly deadLetters: readonly NewDeadLetter[];
  readonly consumed: ConsumedRange;
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
  const { topic, partition, position } = batch;
  return { items, deadLetters, consumed: { group, topic, partition, ...position } };
}

function sourceOf(message: DeliveredMessage, group: string): MessageSource {
  const { topic, partition, offset, key, value, headers } = message;
  return { group, topic, partition, offset, key, value, headers };
}

async function ingest(
  store: EventStore,
  { items, deadLetters, consumed }: DecodedBatch,
  context: BatchContext,
): Promise<IngestReport> {
  const outcomes: IngestOutcome[] = [];
  const faults = new MessageFaults();
  let letters = deadLetters;
  let whole: IngestReport | undefined;
  const take = async (some: readonly SourcedItem[]): Promise<readonly IngestOutcome[]> => {
    // A part of a batch must not be recorded as if all of it were.
    const isWhole = some.length === items.length;
    const batch = { items: some, deadLetters: letters, ...(isWhole && { consumed }) };
    const own = await store.ingest(batch);
    if (isWhole) whole = own;
    letters = [];
    return own.outcomes;
  };
  for await (const part of bisect(items, take, mayBeFaultOfMessage)) {
    if (part.kind === 'taken') outcomes.push(...part.result);
    else {
      faults.add(part.item.event, part.error);
      letters = [...letters, refusal(part.item, part.error, context)];
      outcomes.push('refused');
    }
  }
  const { gap } = whole ?? (await store.ingest({ items: [], deadLetters: letters, consumed }));
  return { outcomes, ...(gap !== undefined && { gap }) };
}

function refusal(
  { source, event }: SourcedItem,
  error: unknown,
  { attempt }: BatchContext,
): NewDeadLetter {
  return {
    source,
    reason: 'refused',
    detail: deadLetterDetail(error instanceof Error ? error.message : String(error)),
    attempts: attempt,
    eventId: event.id,
  };
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

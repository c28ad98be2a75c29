import {
  bisect,
  type ConsumedRange,
  type ConsumptionGap,
  type IngestBatch,
  type IngestItem,
  type IngestReport,
  type NewDeadLetter,
} from '@foldmart/core';
import { inTransaction, type Session } from '../../connection/session.js';
import { parkStatement } from '../../dead-letter-store/park-letters.js';
import { gapIn } from '../consumed-positions.js';
import { recordRound } from './ingest-round.js';
import { planRounds, type EncodedItem, type Outcomes } from './ingest-rounds.js';
import { isFaultOfEvent } from '../inline-failures.js';
import { queueForStreams, type LogContext } from '../log-writer.js';
import { encodeEvent } from '../representable.js';

/** A checked batch: the items that can be written, and those that never can. */
export interface EncodedBatch {
  readonly batch: IngestBatch;
  readonly items: readonly EncodedItem[];
  /** Why items cannot be written, by their index. */
  readonly refusals: ReadonlyMap<number, string>;
}

/** Encodes a batch's events, once for all attempts to record it. */
export function encodeBatch(batch: IngestBatch): EncodedBatch {
  const refusals = new Map<number, string>();
  const items = batch.items.flatMap(({ streamId, startsStream, event }, index) => {
    const encoded = encodeEvent(streamId, event);
    if (encoded.ok) return [{ index, streamId, startsStream, event, json: encoded.json }];
    refusals.set(index, encoded.why);
    return [];
  });
  return { batch, items, refusals };
}

/**
 * Records a batch in one transaction. If the server can never hold one of the events, a second transaction bisects
 * the batch, refuses that event and records the others. With `queues`, it first waits for other batches that lost a
 * race for the same streams.
 */
export async function ingestBatch(
  session: Session,
  context: LogContext,
  encoded: EncodedBatch,
  { queues = false }: { readonly queues?: boolean } = {},
): Promise<IngestReport> {
  const record = (recordItems: RecordItems): Promise<IngestReport> =>
    inTransaction(session, async () => {
      if (queues) await queueForStreams(session, context.tables, followedStreams(encoded));
      return recordBatch(session, context, encoded, recordItems);
    });
  try {
    return await record(recordInRounds);
  } catch (error) {
    if (!isFaultOfEvent(error)) throw error;
    return record(recordByHalves);
  }
}

/** The streams whose next version other batches may write too. */
function followedStreams({ items }: EncodedBatch): readonly string[] {
  const followers = items.filter(({ startsStream }) => !startsStream);
  return [...new Set(followers.map(({ streamId }) => streamId))];
}

/** Records items, and adds why some can never be recorded. */
type RecordItems = (
  session: Session,
  context: LogContext,
  items: readonly EncodedItem[],
  outcomes: Outcomes,
  refusals: Map<number, string>,
) => Promise<void>;

async function recordBatch(
  session: Session,
  context: LogContext,
  { batch, items, refusals: known }: EncodedBatch,
  record: RecordItems,
): Promise<IngestReport> {
  const outcomes: Outcomes = new Map();
  const refusals = new Map(known);
  await record(session, context, items, outcomes, refusals);
  const letters = [
    ...(batch.deadLetters ?? []),
    ...batch.items.flatMap((item, index) => letterOf(item, index, outcomes, refusals)),
  ];
  const gap = await finishBatch(session, context, letters, batch.consumed);
  return {
    outcomes: batch.items.map((_item, index) => outcomes.get(index) ?? 'refused'),
    ...(gap !== undefined && { gap }),
  };
}

/** Parks letters and records the position. Resolves with the gap that is open. */
async function finishBatch(
  session: Session,
  { tables, recordConsumed }: LogContext,
  letters: readonly NewDeadLetter[],
  consumed: ConsumedRange | undefined,
): Promise<ConsumptionGap | undefined> {
  const parking = letters.length === 0 ? [] : [parkStatement(tables, letters)];
  const recording = consumed === undefined ? [] : [recordConsumed(consumed)];
  const results = await session.runAll([...parking, ...recording]);
  return consumed === undefined ? undefined : gapIn(results.at(-1));
}

const recordInRounds: RecordItems = async (session, context, items, outcomes) => {
  for (const round of planRounds(items)) await recordRound(session, context, round, outcomes);
};

const recordByHalves: RecordItems = async (session, context, items, outcomes, refusals) => {
  const take = (some: readonly EncodedItem[]): Promise<Outcomes> => attempt(session, context, some);
  for await (const part of bisect(items, take, isFaultOfEvent)) {
    if (part.kind === 'failed') {
      const { item, error } = part;
      refusals.set(item.index, error instanceof Error ? error.message : String(error));
    } else {
      for (const [index, outcome] of part.result) outcomes.set(index, outcome);
    }
  }
};

/** Records items within a savepoint. Rejects and records none of them if the server rejects one. */
async function attempt(
  session: Session,
  context: LogContext,
  items: readonly EncodedItem[],
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  await session.run({ text: 'SAVEPOINT items' });
  try {
    await recordInRounds(session, context, items, outcomes, new Map());
  } catch (error) {
    if (!isFaultOfEvent(error)) throw error;
    await session.run({ text: 'ROLLBACK TO SAVEPOINT items' });
    await session.run({ text: 'RELEASE SAVEPOINT items' });
    throw error;
  }
  await session.run({ text: 'RELEASE SAVEPOINT items' });
  return outcomes;
}

function letterOf(
  { source, event }: IngestItem,
  index: number,
  outcomes: Outcomes,
  refusals: ReadonlyMap<number, string>,
): readonly NewDeadLetter[] {
  if (source === undefined) return [];
  const letter = { source, attempts: 1, eventId: event.id };
  const why = refusals.get(index);
  if (why !== undefined) return [{ ...letter, reason: 'refused', detail: why }];
  return outcomes.get(index) === 'conflict'
    ? [{ ...letter, reason: 'conflict', detail: 'another event is there; it was kept' }]
    : [];
}

import type { Session } from '../../connection/session.js';
import { classifyOpenings } from '../classify-openings.js';
import type { EventRecord } from '../event-columns.js';
import { byStream } from '../event-record.js';
import { inlineStatements } from '../inline-writes.js';
import type { EncodedItem, Outcomes } from './ingest-rounds.js';
import type { LogContext } from '../log-writer.js';
import { SerializationConflictError } from '../serialization-conflict.js';

/** Writes and projects the new items of one round, and classifies the others. */
export async function recordRound(
  session: Session,
  context: LogContext,
  items: readonly EncodedItem[],
  outcomes: Outcomes,
): Promise<void> {
  const openings = items.filter(({ startsStream }) => startsStream);
  const followers = items.filter(({ startsStream }) => !startsStream);
  const following = await placeFollowers(session, context, followers, outcomes);
  const records = [...openings.map((item) => recordOf(item, 1)), ...following];
  const appended = await insertNew(session, context, records);
  if (following.some(({ position }) => !appended.has(position))) {
    throw new SerializationConflictError('another append was faster');
  }
  await project(session, context, items, appended);
  for (const position of appended) outcomes.set(position - 1, 'appended');
  const left = openings.filter(({ index }) => !appended.has(index + 1));
  await classifyOpenings(session, context, left, outcomes);
}

/** The record of an item; its index in the batch is its position in the transaction. */
function recordOf(item: EncodedItem, streamVersion: number): EventRecord {
  const { streamId, event, json, index } = item;
  return { position: index + 1, streamId, streamVersion, event, json };
}

async function placeFollowers(
  session: Session,
  context: LogContext,
  items: readonly EncodedItem[],
  outcomes: Outcomes,
): Promise<readonly EventRecord[]> {
  if (items.length === 0) return [];
  const streamIds = [...new Set(items.map(({ streamId }) => streamId))];
  const { versions, known } = await context.readState(session, items, streamIds);
  const next = new Map(versions);
  return items.flatMap((item, nth) => {
    const found = known.get(nth);
    if (found !== undefined) {
      outcomes.set(item.index, found.isSame ? 'duplicate' : 'conflict');
      return [];
    }
    const version = (next.get(item.streamId) ?? 0) + 1;
    next.set(item.streamId, version);
    return [recordOf(item, version)];
  });
}

async function insertNew(
  session: Session,
  { records: statements, fence }: LogContext,
  records: readonly EventRecord[],
): Promise<ReadonlySet<number>> {
  if (records.length === 0) return new Set();
  const [inserted] = await session.runAll([
    statements.insertNew(records.toSorted(byStream)),
    fence,
  ]);
  return new Set((inserted?.rows ?? []).map(([position]) => Number(position)));
}

async function project(
  session: Session,
  context: LogContext,
  items: readonly EncodedItem[],
  appended: ReadonlySet<number>,
): Promise<void> {
  const events = items.filter(({ index }) => appended.has(index + 1)).map(({ event }) => event);
  await session.runAll(inlineStatements(context, events));
}

import type { IngestBatch } from '@foldmart/core';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import { expectsNothing } from '../../migrations/0012-stream-heads.js';
import { byStream } from '../event-record.js';
import { inlineStatements } from '../inline-writes.js';
import { queueStatements, type LogContext } from '../log-writer.js';
import type { PlacedRecord } from '../placed-records.js';
import { encodeBatch, followedStreams } from './encode-batch.js';
import { planRounds, type EncodedItem } from './ingest-rounds.js';

/**
 * The statements that insert and project items at the ends of their streams. With `queues`, they first wait for other batches of
 * these streams. Undefined if an item cannot be stored, or if the outcome of one depends on another's.
 */
export function placeStatements(
  context: LogContext,
  batch: IngestBatch,
  queues: boolean,
): readonly (Statement | CopyStatement)[] | undefined {
  const { items, refusals } = encodeBatch(batch);
  if (refusals.size > 0 || planRounds(items).length !== 1) return undefined;
  const { placed, fence, tables } = context;
  const records = place(items).toSorted(byStream);
  const [first, ...others] = records;
  if (first === undefined) return undefined;
  const projected = inlineStatements(
    context,
    items.map(({ event }) => event),
  );
  return [
    ...(queues ? queueStatements(tables, followedStreams(items)) : []),
    ...(others.length === 0 ? [placed.insertFenced(first)] : [placed.insertPlaced(records), fence]),
    ...projected,
  ];
}

/** The version of an event that follows counts from the end of its stream. */
function place(items: readonly EncodedItem[]): readonly PlacedRecord[] {
  const counts = new Map<string, number>();
  return items.map(({ index, streamId, startsStream, event, json }) => {
    const streamVersion = (counts.get(streamId) ?? 0) + 1;
    counts.set(streamId, streamVersion);
    const follows = startsStream ? null : expectsNothing;
    return { position: index + 1, streamId, streamVersion, event, json, follows };
  });
}

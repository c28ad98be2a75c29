import type { ConsumptionGap, IngestBatch, IngestItem, IngestReport } from '@foldmart/core';
import { isRefusedData } from '../../classify-error.js';
import { rollBack, type Session } from '../../connection/session.js';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import { parkStatement } from '../../dead-letter-store/park-letters.js';
import { gapIn } from '../consumed-positions.js';
import type { EventRecord } from '../event-columns.js';
import { byStream } from '../event-record.js';
import { lineOf } from './batch-keys.js';
import { InlineProjectionError, inlineStatements } from '../inline-writes.js';
import type { LogContext } from '../log-writer.js';
import { holdsSuspiciousBytes } from '../representable.js';

/** Below this, finding out what is new costs no more than copying. */
const fewestItems = 8;

/** The statements that record a batch whole, in one transaction, if all of it is new. */
export type CopyPlan = readonly (Statement | CopyStatement)[];

/**
 * Plans to copy a batch in which every event opens its stream, as new orders do. Undefined for any other batch, and
 * for one that may hold values that Postgres cannot store.
 */
export function planCopy(context: LogContext, batch: IngestBatch): CopyPlan | undefined {
  const { items, deadLetters = [], consumed } = batch;
  const { records, fence, tables, recordConsumed } = context;
  const unlessHeld = lineOf(batch) !== undefined;
  if (items.length < fewestItems || !items.every(({ startsStream }) => startsStream))
    return undefined;
  const encoded = encodeOpenings(items);
  if (encoded === undefined) return undefined;
  const events = records.copy(encoded.sort(byStream));
  if (holdsSuspiciousBytes(events.copyData)) return undefined;
  const projected = projectAll(context, items);
  if (projected === undefined) return undefined;
  return [
    { text: 'BEGIN' },
    events,
    fence,
    ...projected,
    ...(deadLetters.length === 0 ? [] : [parkStatement(tables, deadLetters)]),
    ...(consumed === undefined ? [] : [recordConsumed(consumed, { unlessHeld })]),
    { text: 'COMMIT' },
  ];
}

/**
 * Runs a plan in one round trip. Returns undefined and records nothing if some of the batch exists already or is
 * rejected.
 */
export async function copyBatch(
  session: Session,
  plan: CopyPlan,
  { items, consumed }: IngestBatch,
): Promise<IngestReport | undefined> {
  let gap: ConsumptionGap | undefined;
  try {
    const results = await session.runAll(plan);
    // The position is the last statement before the commit.
    if (consumed !== undefined) gap = gapIn(results.at(-2));
  } catch (error) {
    await rollBack(session);
    if (isRefusedData(error)) return undefined;
    throw error;
  }
  return { outcomes: items.map(() => 'appended'), ...(gap !== undefined && { gap }) };
}

/** Undefined if a projection fails: it matters only if the event is new. */
function projectAll(context: LogContext, items: readonly IngestItem[]): CopyPlan | undefined {
  try {
    return inlineStatements(
      context,
      items.map(({ event }) => event),
      'copy',
    );
  } catch (error) {
    if (error instanceof InlineProjectionError) return undefined;
    throw error;
  }
}

function encodeOpenings(items: readonly IngestItem[]): EventRecord[] | undefined {
  try {
    return items.map(({ streamId, event, json = JSON.stringify(event.data) }, index) => ({
      position: index + 1,
      streamId,
      streamVersion: 1,
      event,
      json,
    }));
  } catch {
    // Data that is circular or nested too deeply: the check of each single event finds the one at fault.
    return undefined;
  }
}

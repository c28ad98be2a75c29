import { PortError, type AppendResult, type StreamAppend } from '@foldmart/core';
import type { Session } from '../../connection/session.js';
import type { EventRecord } from '../event-columns.js';
import { byStream } from '../event-record.js';
import { inlineStatements } from '../inline-writes.js';
import { isTakenPlace, type LogContext } from '../log-writer.js';
import { encodeEvent } from '../representable.js';
import { formatPosition } from '../log-position.js';
import { placeOf, type TransactionPlace } from '../transaction-place.js';
import { SerializationConflictError } from '../serialization-conflict.js';
import type { Candidate, StreamState } from '../stream-heads.js';
import { planAppend, type AppendPlan, type PlannedResult } from './append-plan.js';

/** The result of one call, or why it cannot be done. */
export type AppendOutcome = PromiseSettledResult<readonly AppendResult[]>;

/**
 * Appends within a transaction, without the commit. Rejects with the errors of {@link planAppend}, and with
 * SerializationConflictError if another append has taken a version first: roll back and retry in a new transaction.
 */
export async function appendInTransaction(
  session: Session,
  context: LogContext,
  appends: readonly StreamAppend[],
): Promise<readonly AppendResult[]> {
  const [outcome] = await appendGroup(session, context, [appends]);
  if (outcome?.status === 'rejected') throw outcome.reason;
  return outcome?.value ?? [];
}

/**
 * Appends the calls of a group within a transaction, without the commit. No two calls may name the same stream. A call
 * that cannot be planned is left out, and its outcome says why. Rejects if the server refuses any of the writes.
 */
export async function appendGroup(
  session: Session,
  context: LogContext,
  calls: readonly (readonly StreamAppend[])[],
): Promise<readonly AppendOutcome[]> {
  const encoded = calls.map((appends) => settle(() => appends.flatMap(encodeCandidates)));
  const candidates = encoded.map((each) => (each.status === 'fulfilled' ? each.value : []));
  const streamIds = calls.flatMap((appends) => appends.map(({ streamId }) => streamId));
  const state = await context.readState(session, candidates.flat(), streamIds);
  const records: EventRecord[] = [];
  let first = 0;
  const planned = calls.map((appends, index) => {
    const own = candidates[index] ?? [];
    const before = encoded[index];
    if (before?.status === 'rejected') return before;
    const plan = settle(() =>
      planAppend(appends, own, stateFrom(state, first, own.length), records.length),
    );
    first += own.length;
    return taken(plan, records);
  });
  const place = await write(session, context, records);
  return planned.map((plan) =>
    plan.status === 'rejected'
      ? plan
      : { status: 'fulfilled', value: plan.value.map((result) => placed(result, place)) },
  );
}

function taken(
  plan: PromiseSettledResult<AppendPlan>,
  records: EventRecord[],
): PromiseSettledResult<readonly PlannedResult[]> {
  if (plan.status === 'rejected') return plan;
  records.push(...plan.value.records);
  return { status: 'fulfilled', value: plan.value.results };
}

function placed(
  { lastNew, lastKnown, ...result }: PlannedResult,
  place: TransactionPlace | undefined,
): AppendResult {
  if (lastNew === undefined || place === undefined) return { ...result, position: lastKnown };
  return { ...result, position: formatPosition({ ...place, position: String(lastNew) }) };
}

/** The state with the candidates of one call alone, counted from 0. */
function stateFrom(state: StreamState, first: number, count: number): StreamState {
  if (first === 0) return state;
  const own = [...Array(count).keys()].flatMap((index) => {
    const known = state.known.get(first + index);
    return known === undefined ? [] : [[index, known] as const];
  });
  return { ...state, known: new Map(own) };
}

/** The place of the transaction; undefined if there is nothing to write. */
async function write(
  session: Session,
  context: LogContext,
  records: readonly EventRecord[],
): Promise<TransactionPlace | undefined> {
  if (records.length === 0) return undefined;
  const projected = inlineStatements(
    context,
    records.map(({ event }) => event),
  );
  try {
    const [, place] = await session.runAll([
      context.records.insert(records.toSorted(byStream)),
      context.place,
      context.fence,
      ...projected,
    ]);
    return placeOf(place?.rows[0] ?? []);
  } catch (error) {
    if (isTakenPlace(error)) throw new SerializationConflictError('another append was faster');
    throw error;
  }
}

function settle<Value>(work: () => Value): PromiseSettledResult<Value> {
  try {
    return { status: 'fulfilled', value: work() };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

/** An append's events as they are written. Throws PortError, `rejected`, if one cannot be stored. */
export function encodeCandidates({ streamId, events }: StreamAppend): readonly Candidate[] {
  return events.map((event) => {
    const encoded = encodeEvent(streamId, event);
    if (encoded.ok) return { streamId, event, json: encoded.json };
    throw new PortError({
      port: 'event-store',
      operation: 'append',
      reason: 'rejected',
      message: `Event ${JSON.stringify(event.id)} cannot be stored: ${encoded.why}.`,
    });
  });
}

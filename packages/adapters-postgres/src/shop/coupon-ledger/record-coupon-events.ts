import { PortError } from '@foldmart/core';
import {
  couponStream,
  decisionsIn,
  issuesIn,
  type CouponEnvelope,
  type CouponState,
} from '@foldmart/core/shop';
import { isUniqueViolation } from '../../classify-error.js';
import type { Session } from '../../connection/session.js';
import { prepare, type CopyStatement, type Statement } from '../../connection/statement.js';
import type { EventRecord } from '../../event-store/event-columns.js';
import { inlineStatements } from '../../event-store/inline-writes.js';
import { isTakenPlace, type LogContext } from '../../event-store/log-writer.js';
import { SerializationConflictError } from '../../event-store/serialization-conflict.js';
import { encodeEvent } from '../../event-store/representable.js';
import type { CouponTables } from '../coupon-tables.js';
import { campaignColumns, encodeCampaign } from './coupon-row.js';
import type { CouponStore } from './coupon-store.js';
import { issueStatements } from './issue-row.js';
import { outcomeStatements } from './outcome-row.js';

/** The writes of one settlement or change. */
export interface CouponWrites {
  readonly couponId: number;
  /** The version of the coupon's stream before the writes. */
  readonly version: number;
  readonly events: readonly CouponEnvelope[];
  /** The campaign after the events; undefined if there is none. */
  readonly state: CouponState | undefined;
  /** Additional statements. */
  readonly others?: readonly Statement[];
}

/** Below this, COPY costs more than it saves. */
const fewestToCopy = 8;

/**
 * Writes events, the holders that follow from them, and the campaign after them, in one round trip. Call it under
 * the coupon's lock. Rejects with SerializationConflictError if a request was decided concurrently for another
 * coupon.
 */
export async function recordCouponEvents(
  session: Session,
  store: CouponStore,
  writes: CouponWrites,
): Promise<void> {
  const { events, others = [] } = writes;
  if (events.length === 0 && others.length === 0) return;
  try {
    await session.runAll(statementsOf(store, writes));
  } catch (error) {
    if (isTakenPlace(error) || (isUniqueViolation(error) && tableOf(error) === 'coupon_outcomes')) {
      throw new SerializationConflictError('a request was decided concurrently');
    }
    throw error;
  }
}

/** The largest first, and each when it is asked for: the server writes rows while the next are encoded. */
function* statementsOf(
  { log, tables }: CouponStore,
  writes: CouponWrites,
): Generator<Statement | CopyStatement> {
  const { events, state, others = [] } = writes;
  yield* outcomeStatements(tables, events.flatMap(decisionsIn));
  yield* releaseStatements(tables, events);
  yield* issueStatements(tables, events.flatMap(issuesIn));
  yield* logStatements(log, writes);
  if (state !== undefined && events.length > 0) yield campaignStatement(tables, state);
  yield* others;
}

function logStatements(
  context: LogContext,
  { couponId, version, events }: CouponWrites,
): readonly (Statement | CopyStatement)[] {
  if (events.length === 0) return [];
  const encoded = events.map((event, index) => toRecord(couponId, version, event, index));
  return [
    events.length < fewestToCopy ? context.records.insert(encoded) : context.records.copy(encoded),
    ...inlineStatements(context, events),
  ];
}

function toRecord(
  couponId: number,
  version: number,
  event: CouponEnvelope,
  index: number,
): EventRecord {
  const streamId = couponStream(couponId);
  const encoded = encodeEvent(streamId, event);
  if (!encoded.ok) {
    throw new PortError({
      port: 'coupon-ledger',
      operation: 'record',
      reason: 'rejected',
      message: `Event ${JSON.stringify(event.id)} cannot be stored: ${encoded.why}.`,
    });
  }
  const { json } = encoded;
  return { position: index + 1, streamId, streamVersion: version + index + 1, event, json };
}

/** A reset ends all holdings of its coupon; issues follow it, never precede it, in one call. */
function releaseStatements(
  { couponIssues }: CouponTables,
  events: readonly CouponEnvelope[],
): readonly Statement[] {
  const reset = events.find((event) => event.type === 'coupon_campaign_reset');
  if (reset === undefined) return [];
  const remove = prepare(`DELETE FROM ${couponIssues} WHERE coupon_id = $1`);
  return [{ ...remove, values: [reset.data.coupon_id] }];
}

function campaignStatement({ coupons }: CouponTables, state: CouponState): Statement {
  const parameters = campaignColumns.map((_column, index) => `$${String(index + 1)}`);
  const changing = ['stock', 'issued', 'is_closed', 'refill_ids', 'outcomes'];
  return {
    ...prepare(`
      INSERT INTO ${coupons} (${campaignColumns.join(', ')}) VALUES (${parameters.join(', ')})
      ON CONFLICT (coupon_id) DO UPDATE
      SET ${changing.map((column) => `${column} = excluded.${column}`).join(', ')}`),
    values: encodeCampaign(state),
  };
}

function tableOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'table' in error ? error.table : undefined;
}

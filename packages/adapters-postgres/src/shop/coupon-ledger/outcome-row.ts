import type { IssueOutcome, RequestDecision } from '@foldmart/core/shop';
import { present } from '../../codec.js';
import type { TextRow } from '../../connection/session.js';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import type { CouponTables } from '../coupon-tables.js';
import { rowStatements } from './new-rows.js';

const columns = [
  { name: 'request_id', type: 'text' },
  { name: 'coupon_id', type: 'bigint' },
  { name: 'user_id', type: 'bigint' },
  { name: 'outcome', type: 'text' },
  { name: 'reason', type: 'text' },
  { name: 'issue_number', type: 'integer' },
  { name: 'requested_at_ms', type: 'bigint' },
  { name: 'decided_at_ms', type: 'bigint' },
] as const;

/** The columns of an outcome, in the order of {@link decodeOutcome}. */
export const outcomeColumns = columns.map(({ name }) => name);

/** The statements that store decisions; they fail with a unique violation if a request is decided already. */
export function outcomeStatements(
  { couponOutcomes }: CouponTables,
  decisions: readonly RequestDecision[],
): readonly (Statement | CopyStatement)[] {
  return rowStatements({ table: couponOutcomes, columns }, decisions, fieldsOf);
}

/** Reads {@link outcomeColumns}. */
export function decodeOutcome(row: TextRow): RequestDecision {
  const [requestId, couponId, userId, outcome, reason, issueNumber, requestedAtMs, decidedAtMs] =
    row;
  return {
    requestId: present(requestId),
    couponId: Number(couponId),
    userId: numberOrNull(userId),
    outcome: present(outcome) as IssueOutcome,
    reason: reason ?? null,
    issueNumber: numberOrNull(issueNumber),
    requestedAtMs: numberOrNull(requestedAtMs),
    decidedAtMs: Number(decidedAtMs),
  };
}

function fieldsOf(decision: RequestDecision): readonly (string | null)[] {
  return [
    decision.requestId,
    String(decision.couponId),
    textOrNull(decision.userId),
    decision.outcome,
    decision.reason,
    textOrNull(decision.issueNumber),
    textOrNull(decision.requestedAtMs),
    String(decision.decidedAtMs),
  ];
}

function textOrNull(value: number | null): string | null {
  return value === null ? null : String(value);
}

function numberOrNull(text: string | null | undefined): number | null {
  return typeof text === 'string' ? Number(text) : null;
}

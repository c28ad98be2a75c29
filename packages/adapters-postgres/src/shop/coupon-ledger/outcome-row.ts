import type { IssueOutcome, RequestDecision } from '@foldmart/core/shop';
import { present } from '../../codec.js';
import { copyLines, copyText } from '../../connection/copy-text.js';
import type { TextRow } from '../../connection/session.js';
import { prepare, type CopyStatement, type Statement } from '../../connection/statement.js';
import { textArray } from '../../connection/text-array.js';
import type { CouponTables } from '../coupon-tables.js';

/** The columns of an outcome, in the order of {@link decodeOutcome}. */
export const outcomeColumns = [
  'request_id',
  'coupon_id',
  'user_id',
  'outcome',
  'reason',
  'issue_number',
  'requested_at_ms',
  'decided_at_ms',
] as const;

/** Below this, COPY costs more than it saves. */
const fewestToCopy = 8;

/** The statements that store decisions; they fail with a unique violation if a request is decided already. */
export function outcomeStatements(
  { couponOutcomes }: CouponTables,
  decisions: readonly RequestDecision[],
): readonly (Statement | CopyStatement)[] {
  if (decisions.length === 0) return [];
  const columns = outcomeColumns.join(', ');
  if (decisions.length >= fewestToCopy) {
    return [
      {
        text: `COPY ${couponOutcomes} (${columns}) FROM STDIN`,
        copyData: copyLines(
          decisions,
          (decision) => `${fieldsOf(decision).map(copyText).join('\t')}\n`,
        ),
      },
    ];
  }
  const rows = decisions.map(fieldsOf);
  return [
    {
      ...prepare(`
        INSERT INTO ${couponOutcomes} (${columns})
        SELECT request_id, coupon_id::bigint, user_id::bigint, outcome, reason,
               issue_number::integer, requested_at_ms::bigint, decided_at_ms::bigint
        FROM unnest(${outcomeColumns.map((_column, index) => `$${String(index + 1)}::text[]`).join(', ')})
          AS input (${columns})`),
      values: outcomeColumns.map((_column, index) =>
        textArray(rows.map((row) => row[index] ?? null)),
      ),
    },
  ];
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

import type { IssueDecision } from '@foldmart/core/shop';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import type { CouponTables } from '../coupon-tables.js';
import { rowStatements } from './new-rows.js';

const columns = [
  { name: 'coupon_id', type: 'bigint' },
  { name: 'user_id', type: 'bigint' },
  { name: 'issue_number', type: 'integer' },
  { name: 'request_id', type: 'text' },
  { name: 'issued_at_ms', type: 'bigint' },
] as const;

/** The statements that store who holds a coupon. They fail if a user holds it already: there is no conflict clause. */
export function issueStatements(
  { couponIssues }: CouponTables,
  issues: readonly IssueDecision[],
): readonly (Statement | CopyStatement)[] {
  return rowStatements({ table: couponIssues, columns }, issues, (issue) => [
    String(issue.couponId),
    String(issue.userId),
    String(issue.issueNumber),
    issue.requestId,
    String(issue.decidedAtMs),
  ]);
}

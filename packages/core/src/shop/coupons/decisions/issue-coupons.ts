import type { QueuedItem, QueuedRequest } from '../requests/coupon-request.js';
import { decideAsSystemErrors, decideRequests } from './decide-requests.js';
import type { RequestDecision } from './request-decision.js';
import { isPortError } from '../../../errors/index.js';
import { bisect } from '../../../messaging/bisect.js';
import type { CouponLedger, RequestFacts, Settlement } from '../../ports/coupon-ledger.js';

/** Decides requests for coupons, whatever queue they come from. */
export interface CouponIssueProcessor {
  /** Decides one request: see `processBatch`. Undefined if it cannot be read and names no request. */
  processRequest(item: QueuedItem): Promise<RequestDecision | undefined>;
  /**
   * Decides a batch in queue order, in one transaction per coupon, and resolves with the decisions once they are
   * durable. A redelivered batch gets the same decisions again. Rejects on failure, and the batch must be
   * redelivered; but requests that the ledger rejects permanently end as `SYSTEM_ERROR`.
   */
  processBatch(items: readonly QueuedItem[]): Promise<readonly RequestDecision[]>;
}

/** Creates a processor that decides on this ledger. */
export function createCouponIssueProcessor(ledger: CouponLedger): CouponIssueProcessor {
  const processBatch = async (items: readonly QueuedItem[]) => {
    const decisions: RequestDecision[] = [];
    for (const [couponId, own] of byCoupon(items)) {
      decisions.push(...(await settleOrHalve(ledger, couponId, own)));
    }
    return decisions;
  };
  return {
    processBatch,
    processRequest: async (item) => (await processBatch([item]))[0],
  };
}

/** The items of each coupon, in queue order. */
function byCoupon(items: readonly QueuedItem[]): ReadonlyMap<number, readonly QueuedItem[]> {
  const groups = new Map<number, QueuedItem[]>();
  for (const item of items) {
    const couponId = couponOf(item);
    const group = groups.get(couponId);
    if (group === undefined) groups.set(couponId, [item]);
    else group.push(item);
  }
  return groups;
}

function couponOf(item: QueuedItem): number {
  return item.kind === 'request' ? item.request.couponId : item.couponId;
}

async function settleOrHalve(
  ledger: CouponLedger,
  couponId: number,
  items: readonly QueuedItem[],
): Promise<readonly RequestDecision[]> {
  const take = (some: readonly QueuedItem[]): Promise<readonly RequestDecision[]> =>
    settle(ledger, couponId, some, (facts) => decideRequests(some, facts));
  const decisions: RequestDecision[] = [];
  for await (const part of bisect(items, take, isRejectedForGood)) {
    if (part.kind === 'taken') decisions.push(...part.result);
    else if (part.item.kind === 'unreadable') throw part.error;
    else decisions.push(...(await settleAsSystemError(ledger, part.item, part.error)));
  }
  return decisions;
}

/** A lost right, a missing table, a failed projection or a closed ledger would end every request: those errors wait. */
function isRejectedForGood(error: unknown): boolean {
  return isPortError(error) && error.reason === 'rejected' && error.code === undefined;
}

function settleAsSystemError(
  ledger: CouponLedger,
  item: QueuedRequest,
  error: unknown,
): Promise<readonly RequestDecision[]> {
  return settle(ledger, item.request.couponId, [item], (facts) =>
    decideAsSystemErrors([item], error instanceof Error ? error.message : String(error), facts),
  );
}

async function settle(
  ledger: CouponLedger,
  couponId: number,
  items: readonly QueuedItem[],
  decide: (facts: RequestFacts) => Settlement,
): Promise<readonly RequestDecision[]> {
  const requestIds = new Set<string>();
  const userIds = new Set<number>();
  for (const item of items) {
    const { requestId } = item.kind === 'request' ? item.request : item;
    if (requestId !== undefined) requestIds.add(requestId);
    if (item.kind === 'request') userIds.add(item.request.userId);
  }
  const scope = { requestIds: [...requestIds], userIds: [...userIds] };
  return (await ledger.settle(couponId, scope, decide)).decisions;
}

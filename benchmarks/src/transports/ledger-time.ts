import type { CouponLedger } from '@foldmart/core/shop';

/** A ledger whose decisions are made at one time, whatever the clock of its database says. */
export function byClockOf(ledger: CouponLedger, nowMs: number): CouponLedger {
  return {
    change: (couponId, decide) => ledger.change(couponId, (facts) => decide({ ...facts, nowMs })),
    settle: (couponId, scope, decide) =>
      ledger.settle(couponId, scope, (facts) => decide({ ...facts, nowMs })),
    outcomes: (requestIds) => ledger.outcomes(requestIds),
    status: (couponId) => ledger.status(couponId),
    campaigns: (range) => ledger.campaigns(range),
    holders: (couponId, range) => ledger.holders(couponId, range),
  };
}

import type { CouponHolder, CouponLedger, RequestDecision } from '@foldmart/core/shop';

const pageSize = 1_000;

/** All holders of the coupon, in the order of issue. */
export async function readHolders(
  ledger: CouponLedger,
  couponId: number,
): Promise<readonly CouponHolder[]> {
  const holders: CouponHolder[] = [];
  for (;;) {
    const after = holders.at(-1)?.issueNumber ?? 0;
    const page = await ledger.holders(couponId, { after, limit: pageSize });
    holders.push(...page);
    if (page.length < pageSize) return holders;
  }
}

/** The outcomes of these requests, for those that are decided. */
export async function readOutcomes(
  ledger: CouponLedger,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, RequestDecision>> {
  const found = new Map<string, RequestDecision>();
  for (let start = 0; start < requestIds.length; start += pageSize) {
    const page = await ledger.outcomes(requestIds.slice(start, start + pageSize));
    for (const [id, decision] of page) found.set(id, decision);
  }
  return found;
}

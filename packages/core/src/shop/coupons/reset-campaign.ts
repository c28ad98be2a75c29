import { NotFoundError, PortError } from '../../errors/index.js';
import type { CampaignStatus, CouponLedger } from '../ports/coupon-ledger.js';
import { manageCampaign, type ManageCampaignsDependencies } from './manage-campaigns.js';

const pageSize = 1_000;
const mostAttempts = 5;

/**
 * Makes a campaign as it was at its opening, for a test run: nobody holds the coupon, the stock is that of the opening,
 * and no outcome is counted. The log keeps what was before, and requests keep their decisions. A campaign that is as at
 * its opening does not change. Rejects with NotFoundError if it was never opened, with ValidationError if it is closed,
 * with a retryable PortError if coupons are issued all the while, and with the ledger's PortError.
 */
export async function resetCampaign(
  dependencies: ManageCampaignsDependencies,
  { couponId, resetId }: { readonly couponId: number; readonly resetId: string },
): Promise<CampaignStatus> {
  const { ledger } = dependencies;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const before = await ledger.status(couponId);
    if (before === undefined) throw new NotFoundError(`Coupon ${String(couponId)}`);
    const holders = await allHolders(ledger, couponId);
    // Coupons that are issued between the two calls are not among the holders.
    if (holders.length !== before.state.issued) continue;
    const command = { type: 'reset-campaign', couponId, resetId, holders } as const;
    try {
      return await manageCampaign(dependencies, command);
    } catch (error) {
      const after = await ledger.status(couponId);
      if (after?.state.issued === before.state.issued) throw error;
    }
  }
  throw new PortError({
    port: 'coupon-ledger',
    operation: 'reset',
    reason: 'unavailable',
    message: `Coupon ${String(couponId)} is being issued all the while.`,
    hint: 'stop the clients that request it',
  });
}

async function allHolders(ledger: CouponLedger, couponId: number): Promise<readonly number[]> {
  const users: number[] = [];
  let after = 0;
  for (;;) {
    const page = await ledger.holders(couponId, { after, limit: pageSize });
    users.push(...page.map(({ userId }) => userId));
    if (page.length < pageSize) return users;
    after = page.at(-1)?.issueNumber ?? after;
  }
}

import {
  createCouponIssueProcessor,
  manageCampaign,
  resetCampaign,
  shopRegistry,
  type CampaignCommand,
  type CampaignStatus,
  type CouponEnvelope,
  type CouponLedger,
  type CouponRequest,
  type OpenCampaign,
  type QueuedItem,
  type QueuedRequest,
  type RequestDecision,
  type UnreadableRequest,
} from '@foldmart/core/shop';
import type { ShopStoreHarness } from '../shop-harness.js';
import { retrying } from '../../retrying.js';

/** The message of the `place`th item of a queue. */
function sourceAt(place: number) {
  return {
    group: 'coupon-issue-consumer-group',
    topic: 'coupon-issue-events',
    partition: 0,
    offset: String(place),
    key: new TextEncoder().encode('coupon-1'),
    value: Uint8Array.of(0, 255, place % 256),
    headers: {},
  };
}

/** A request as a queue delivers it. Its id is derived from its place unless one is given. */
export function requested(
  place: number,
  { couponId = 1, userId = 16, ...given }: Partial<CouponRequest> = {},
): QueuedRequest {
  const request = { requestId: `request-${place}`, requestedAtMs: 1_770_129_005_000, ...given };
  return { kind: 'request', request: { ...request, couponId, userId }, source: sourceAt(place) };
}

/** A message that is not a readable request. */
export function unreadable(place: number, requestId?: string, couponId = 1): UnreadableRequest {
  const source = sourceAt(place);
  const detail = 'data.user_id: expected number';
  return { kind: 'unreadable', requestId, couponId, reason: 'invalid', detail, source };
}

/** Opens, refills or closes a campaign, and retries if the ledger requires it. */
export function manage(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  command: CampaignCommand,
): Promise<CampaignStatus> {
  const dependencies = { ledger, registry: shopRegistry };
  return retrying(harness.clock, () => manageCampaign(dependencies, command));
}

/** Resets coupon 1, and retries if the ledger requires it. */
export function resetCoupon(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  resetId: string,
): Promise<CampaignStatus> {
  const dependencies = { ledger, registry: shopRegistry };
  return retrying(harness.clock, () => resetCampaign(dependencies, { couponId: 1, resetId }));
}

/** Opens a campaign of coupon 1, unless another is named. */
export function opened(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  terms: Partial<OpenCampaign> = {},
): Promise<CampaignStatus> {
  return manage(harness, ledger, { type: 'open-campaign', couponId: 1, stock: 10, ...terms });
}

/** Decides a batch, and retries if the ledger requires it. */
export function decided(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  items: readonly QueuedItem[],
): Promise<readonly RequestDecision[]> {
  const processor = createCouponIssueProcessor(ledger);
  return retrying(harness.clock, () => processor.processBatch(items));
}

/** Decides a batch and returns only its outcomes. */
export async function outcomesOf(
  harness: ShopStoreHarness,
  ledger: CouponLedger,
  items: readonly QueuedItem[],
): Promise<readonly string[]> {
  return (await decided(harness, ledger, items)).map(({ outcome }) => outcome);
}

/** An event of a success, as earlier versions recorded it, and as a decision without any checks would produce it. */
export function issuedTo(userId: number, issueNumber: number, requestId: string): CouponEnvelope {
  return {
    id: `coupon_issued:${requestId}`,
    type: 'coupon_issued',
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'coupon-rush',
    data: {
      request_id: requestId,
      coupon_id: 1,
      user_id: userId,
      issue_number: issueNumber,
      requested_at: 1_770_129_005_000,
      decided_at: 1_770_129_006_000,
    },
  };
}

/** One event of several successes, as a decision without any checks would produce it. */
export function issuedTogether(...each: Parameters<typeof issuedTo>[]): CouponEnvelope {
  const issues = each.map(([user_id, issue_number, request_id]) => {
    return { request_id, user_id, issue_number, requested_at: 1_770_129_005_000 };
  });
  return {
    id: `coupons_issued:${issues[0]?.request_id ?? ''}`,
    type: 'coupons_issued',
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'coupon-rush',
    data: { coupon_id: 1, decided_at: 1_770_129_006_000, issues },
  };
}

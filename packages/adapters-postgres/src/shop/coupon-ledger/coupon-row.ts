import type { CampaignStatus, CouponRules, CouponState, OutcomeCounts } from '@foldmart/core/shop';
import { present } from '../../codec.js';
import type { TextRow } from '../../connection/session.js';
import type { Parameter } from '../../connection/statement.js';

/** The columns of a campaign, in the order of {@link encodeCampaign}. */
export const campaignColumns = [
  'coupon_id',
  'initial_stock',
  'stock',
  'issued',
  'opens_at_ms',
  'closes_at_ms',
  'is_closed',
  'rules',
  'refill_ids',
  'outcomes',
] as const;

/** The database's current time in milliseconds since the epoch, not that of the transaction's start. */
export const nowMsExpression = 'floor(extract(epoch FROM clock_timestamp()) * 1000)';

/** A campaign's state as a row. */
export function encodeCampaign(state: CouponState): readonly Parameter[] {
  return [
    state.couponId,
    state.initialStock,
    state.stock,
    state.issued,
    state.opensAtMs,
    state.closesAtMs,
    state.isClosed,
    JSON.stringify(state.rules),
    JSON.stringify(state.refillIds),
    JSON.stringify(state.outcomes),
  ];
}

/** Reads the time and then {@link campaignColumns}. */
export function decodeCampaign([nowMs, ...row]: TextRow): CampaignStatus {
  const [couponId, initialStock, stock, issued, opensAtMs, closesAtMs] = row;
  const [isClosed, rules, refillIds, outcomes] = row.slice(6);
  return {
    nowMs: Number(nowMs),
    state: {
      couponId: Number(couponId),
      initialStock: Number(initialStock),
      stock: Number(stock),
      issued: Number(issued),
      opensAtMs: Number(opensAtMs),
      closesAtMs: typeof closesAtMs === 'string' ? Number(closesAtMs) : null,
      isClosed: isClosed === 't',
      rules: JSON.parse(present(rules)) as CouponRules,
      refillIds: JSON.parse(present(refillIds)) as readonly string[],
      outcomes: JSON.parse(present(outcomes)) as OutcomeCounts,
    },
  };
}

import {
  campaignPhase,
  issueOutcomes,
  remainingStock,
  type CampaignStatus,
} from '@foldmart/core/shop';
import * as z from 'zod';
import { instantOf } from '../schemas/fields.js';

/** The public view of a campaign. */
export const couponSchema = z.object({
  couponId: z.int(),
  phase: z.enum(['scheduled', 'open', 'closed']),
  stock: z.int().describe('The total number of coupons, including issued ones.'),
  issued: z.int(),
  remaining: z.int(),
  opensAt: z.string(),
  closesAt: z.string().nullable(),
  outcomes: z
    .record(z.enum(issueOutcomes), z.int())
    .describe('How many requests ended with each outcome.'),
});

export type CouponView = z.output<typeof couponSchema>;

/** Converts a campaign to its public view. */
export function couponView({ state, nowMs }: CampaignStatus): CouponView {
  return {
    couponId: state.couponId,
    phase: campaignPhase(state, nowMs),
    stock: state.stock,
    issued: state.issued,
    remaining: remainingStock(state),
    opensAt: instantOf(state.opensAtMs),
    closesAt: instantOf(state.closesAtMs),
    outcomes: { ...state.outcomes },
  };
}

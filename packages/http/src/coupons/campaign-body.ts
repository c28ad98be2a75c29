import {
  customerGrades,
  mostBlockedUsers,
  mostStock,
  type CampaignCommand,
} from '@foldmart/core/shop';
import * as z from 'zod';
import { instantText, positiveWhole } from '../schemas/fields.js';

const opening = z.strictObject({
  couponId: positiveWhole,
  stock: z.int().nonnegative().max(mostStock),
  opensAt: instantText.optional().describe('Default: at once.'),
  closesAt: instantText.optional().describe('Default: only when the campaign is closed.'),
  blockedUsers: z.array(positiveWhole).max(mostBlockedUsers).optional(),
  minimumGrade: z.enum(customerGrades).optional(),
});

const refilling = z.strictObject({
  couponId: positiveWhole,
  refill: positiveWhole.max(mostStock).describe('How many coupons to add.'),
});

/** The body that opens or refills a campaign. */
export const campaignBody = z.union([opening, refilling]);

/** The command of a body. `refillId` identifies a refill. */
export function campaignCommand(
  body: z.output<typeof campaignBody>,
  refillId: string,
): CampaignCommand {
  const { couponId } = body;
  if ('refill' in body) {
    return { type: 'refill-campaign', couponId, refillId, quantity: body.refill };
  }
  const { stock, opensAt, closesAt, blockedUsers, minimumGrade } = body;
  return {
    type: 'open-campaign',
    couponId,
    stock,
    ...(opensAt === undefined ? {} : { opensAtMs: opensAt }),
    ...(closesAt === undefined ? {} : { closesAtMs: closesAt }),
    rules: {
      ...(blockedUsers === undefined ? {} : { blockedUsers }),
      ...(minimumGrade === undefined ? {} : { minimumGrade }),
    },
  };
}

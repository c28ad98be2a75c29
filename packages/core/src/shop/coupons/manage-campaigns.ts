import { decideCampaign, type CampaignCommand } from './campaign-decider.js';
import type { CampaignEvent, CouponEnvelope } from './coupon-events.js';
import { NotFoundError } from '../../errors/index.js';
import { requireIdentityId } from '../../events/event-address.js';
import { toEnvelope } from '../../events/to-envelope.js';
import type { EventRegistry } from '../../events/event-registry.js';
import { requireDefinition } from '../../events/event-registry.js';
import type { CampaignStatus, CouponLedger } from '../ports/coupon-ledger.js';

export interface ManageCampaignsDependencies {
  readonly ledger: CouponLedger;
  readonly registry: EventRegistry;
}

/**
 * Opens, refills or closes a campaign, and resolves with its new status. A repeated command changes nothing. Rejects
 * with NotFoundError if a campaign that was never opened is refilled or closed, with ValidationError for invalid
 * values and for terms that contradict earlier events, and with the ledger's PortError.
 */
export async function manageCampaign(
  { ledger, registry }: ManageCampaignsDependencies,
  command: CampaignCommand,
): Promise<CampaignStatus> {
  const status = await ledger.change(command.couponId, ({ state, nowMs }) =>
    decideCampaign(command, state, nowMs).map((event) => campaignEnvelope(registry, event, nowMs)),
  );
  if (status === undefined) throw new NotFoundError(`Coupon ${String(command.couponId)}`);
  return status;
}

function campaignEnvelope(
  registry: EventRegistry,
  event: CampaignEvent,
  nowMs: number,
): CouponEnvelope {
  const definition = requireDefinition(registry, event.type);
  const envelope = toEnvelope(registry, event, {
    id: requireIdentityId(definition, event.data),
    time: new Date(nowMs).toISOString(),
    origin: 'coupon-rush',
  });
  return envelope as CouponEnvelope;
}

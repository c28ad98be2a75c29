import type { Clock, IdSource, Logger } from '@foldmart/core';
import type {
  CampaignCommand,
  CampaignStatus,
  CouponLedger,
  RequestCoupon,
  RequestIds,
  RequestQueue,
} from '@foldmart/core/shop';

export interface CouponApiDependencies {
  readonly ledger: CouponLedger;
  readonly queue: Pick<RequestQueue, 'size'>;
  readonly requestIds: RequestIds;
  /** Queues a request, or rejects at once if it cannot be accepted. */
  readonly requestCoupon: RequestCoupon;
  /** Opens, refills or closes a campaign. Rejects as `manageCampaign` does. */
  readonly manage: (command: CampaignCommand) => Promise<CampaignStatus>;
  /** Generates ids for refills without an Idempotency-Key. */
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

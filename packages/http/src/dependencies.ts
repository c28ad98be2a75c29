import type { Clock, IdSource, Logger } from '@foldmart/core';
import type {
  CampaignCommand,
  CampaignStatus,
  CouponLedger,
  RequestCoupon,
  RequestIds,
  RequestQueue,
} from '@foldmart/core/shop';

/** What the API works with. */
export interface CouponApiDependencies {
  readonly ledger: CouponLedger;
  readonly queue: Pick<RequestQueue, 'size'>;
  readonly requestIds: RequestIds;
  /** Takes a wish, or says at once why not. */
  readonly requestCoupon: RequestCoupon;
  /** Opens, refills or closes a campaign; rejects as `manageCampaign` does. */
  readonly manage: (command: CampaignCommand) => Promise<CampaignStatus>;
  /** Names refills that their caller does not name. */
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

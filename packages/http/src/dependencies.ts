import type { Clock, IdSource, Logger, Telemetry } from '@foldmart/core';
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
  /** Roles of this process that do not move. Default: none. */
  readonly stalled?: () => readonly StalledRole[];
  /** Takes the metrics and traces of calls. Default: none are recorded. */
  readonly telemetry?: Telemetry;
  /** The metrics of the process; undefined if they are off, and then the API has no `/metrics`. */
  readonly metrics?: ApiMetrics | undefined;
}

/** A role that does not move. */
export interface StalledRole {
  readonly role: string;
  /** Which of its parts. */
  readonly work: string;
  /** The step that has not ended. */
  readonly at: string;
  readonly forMs: number;
}

/** Metrics as a text, such as the format of Prometheus. */
export interface ApiMetrics {
  /** The value of the header Content-Type. */
  readonly contentType: string;
  read(): Promise<string>;
}

import type { CouponEnvelope } from '../coupons/coupon-events.js';
import type { CouponState } from '../coupons/coupon-state.js';
import type { RequestDecision } from '../coupons/decisions/request-decision.js';
import type { NewDeadLetter } from '../../messaging/dead-letter.js';

/** The facts that a decision about a campaign is based on. */
export interface CampaignFacts {
  /** Undefined if the campaign was never opened. */
  readonly state: CouponState | undefined;
  /** The ledger's own clock, the same for every process; in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** The facts that decisions about requests are based on. */
export interface RequestFacts extends CampaignFacts {
  /** The named users who hold the coupon. */
  readonly holders: ReadonlySet<number>;
  /** Earlier decisions of the named requests, for any coupon. */
  readonly decided: ReadonlyMap<string, RequestDecision>;
  /**
   * The grades of the named users that the shop knows (user 16 is its `u_16`). Empty if the campaign requires no
   * grade, or if this database has no read model of the users.
   */
  readonly grades: ReadonlyMap<number, string>;
}

/** The requests and users whose facts a settlement needs. */
export interface SettlementScope {
  readonly requestIds: readonly string[];
  readonly userIds: readonly number[];
}

/** The result of a batch of requests. */
export interface Settlement {
  /** One for each request, in their order; a repeated request keeps its first decision. */
  readonly decisions: readonly RequestDecision[];
  /** The new events: successes in the order of their decisions, and refusals. */
  readonly events: readonly CouponEnvelope[];
  readonly deadLetters: readonly NewDeadLetter[];
}

/** The current state of a campaign. */
export interface CampaignStatus extends CampaignFacts {
  readonly state: CouponState;
}

/** A user who holds a coupon. */
export interface CouponHolder {
  readonly userId: number;
  readonly requestId: string;
  /** From 1 without gaps, in the order of issue. */
  readonly issueNumber: number;
}

/** The next page of a list, after the last number of the page before. */
export interface NumberRange {
  readonly after?: number;
  /** At most this many; default 100. */
  readonly limit?: number;
}

/**
 * Stores campaigns, the holders of their coupons and the outcome of each request. The ledger decides; queues only
 * order the requests. In the same transaction, it appends its events to the stream of the coupon.
 */
export interface CouponLedger {
  /**
   * In one transaction: locks the coupon, reads its state after the lock is held, calls `decide` and records its
   * events. Resolves with the new status of the campaign. Rejects with the error of `decide`, with nothing recorded,
   * or with a PortError; then nothing was recorded or the outcome is unknown, so repeat the call. `decide` must be
   * pure: it is called again if the transaction is retried. After a `coupon_campaign_reset`, nobody holds the coupon;
   * outcomes of requests remain.
   */
  change(
    couponId: number,
    decide: (facts: CampaignFacts) => readonly CouponEnvelope[],
  ): Promise<CampaignStatus | undefined>;

  /**
   * In one transaction with a fixed number of statements: locks the coupon, reads its state and the facts about the
   * named requests and users after the lock is held, calls `decide`, and records events, holders and dead letters.
   * Settlements of one coupon run one after another; settlements of different coupons do not wait for each other.
   * Coupon 0 stands for requests that name none. Resolves with the settlement once it is durable. Rejects with a
   * PortError if nothing was recorded or the outcome is unknown: repeat the call, and `decided` holds what was
   * recorded. `decide` must be pure: it is called again if the transaction is retried. Whatever `decide` returns, no
   * user gets a second coupon, no request a second decision, and no more coupons are issued than the stock.
   */
  settle(
    couponId: number,
    scope: SettlementScope,
    decide: (facts: RequestFacts) => Settlement,
  ): Promise<Settlement>;

  /** The outcomes of these requests by request id; undecided and unknown requests are absent. */
  outcomes(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestDecision>>;

  /** The current status of the campaign, or undefined if it was never opened. */
  status(couponId: number): Promise<CampaignStatus | undefined>;

  /** Campaigns in ascending order of their coupon ids; `after` is a coupon id. */
  campaigns(range?: NumberRange): Promise<readonly CampaignStatus[]>;

  /** The holders of the coupon in the order of issue; `after` is an issue number. */
  holders(couponId: number, range?: NumberRange): Promise<readonly CouponHolder[]>;
}

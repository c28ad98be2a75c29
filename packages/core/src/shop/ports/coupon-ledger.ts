import type { CouponEnvelope } from '../coupons/coupon-events.js';
import type { CouponState } from '../coupons/coupon-state.js';
import type { RequestDecision } from '../coupons/decisions/request-decision.js';
import type { NewDeadLetter } from '../../messaging/dead-letter.js';

/** What a decision about a campaign rests on. */
export interface CampaignFacts {
  /** Undefined where it was never opened. */
  readonly state: CouponState | undefined;
  /** By the ledger's own clock, the same for every process; in milliseconds since the epoch. */
  readonly nowMs: number;
}

/** What decisions about requests rest on. */
export interface RequestFacts extends CampaignFacts {
  /** Those of the named users who hold the coupon. */
  readonly holders: ReadonlySet<number>;
  /** What was decided for the named requests before, for whatever coupon. */
  readonly decided: ReadonlyMap<string, RequestDecision>;
  /**
   * The grades of those of the named users whom the shop knows (user 16 is its `u_16`); empty where the
   * campaign asks for none, or the shop's users are not kept here.
   */
  readonly grades: ReadonlyMap<number, string>;
}

/** The requests and users whose facts a settlement needs. */
export interface SettlementScope {
  readonly requestIds: readonly string[];
  readonly userIds: readonly number[];
}

/** What a batch of requests led to. */
export interface Settlement {
  /** One for each request, in their order; a repeated request has the decision it got before. */
  readonly decisions: readonly RequestDecision[];
  /** What is new: successes in the order in which they were decided, and refusals. */
  readonly events: readonly CouponEnvelope[];
  readonly deadLetters: readonly NewDeadLetter[];
}

/** A campaign as it is now. */
export interface CampaignStatus extends CampaignFacts {
  readonly state: CouponState;
}

/** Somebody who holds a coupon. */
export interface CouponHolder {
  readonly userId: number;
  readonly requestId: string;
  /** From 1 without gaps, in the order in which they were issued. */
  readonly issueNumber: number;
}

/** The next part of a list, behind the last number that was seen. */
export interface NumberRange {
  readonly after?: number;
  /** At most this many; default 100. */
  readonly limit?: number;
}

/**
 * Keeps campaigns, who holds their coupons, and how each request ended. It is the authority: queues only order
 * the requests. What it writes goes into the log, on the stream of the coupon, in the same transaction.
 */
export interface CouponLedger {
  /**
   * Locks the coupon, then reads its state (as of after the lock), has `decide` decide and records its events, all
   * in one transaction. Resolves with the campaign as it is then. Rejects with what `decide` throws, nothing being
   * recorded, or with a PortError when nothing was, or when that is not known: repeat it then. `decide` must
   * be pure: it is called again where the transaction has to begin anew.
   */
  change(
    couponId: number,
    decide: (facts: CampaignFacts) => readonly CouponEnvelope[],
  ): Promise<CampaignStatus | undefined>;

  /**
   * Locks the coupon, then reads (as of after the lock) its state and the facts about the named requests and users,
   * has `decide` decide, and records events, holders and dead letters, all in one transaction of a fixed number
   * of statements. Settlements of one coupon follow each other; those of different coupons do not wait.
   * Coupon 0 stands for requests that name none. Resolves with the settlement once it is durable. Rejects with a PortError
   * when nothing was recorded, or when that is not known: repeat it then, and `decided` tells. `decide` must be
   * pure: it is called again where the transaction has to begin anew. A second coupon for a user, a second decision
   * of a request, or more coupons than there are, is never recorded, whatever `decide` says.
   */
  settle(
    couponId: number,
    scope: SettlementScope,
    decide: (facts: RequestFacts) => Settlement,
  ): Promise<Settlement>;

  /** How these requests ended, by request id; those that are not decided, or not known, are absent. */
  outcomes(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestDecision>>;

  /** The campaign as of now, or undefined where it was never opened. */
  status(couponId: number): Promise<CampaignStatus | undefined>;

  /** Campaigns in ascending order of their coupons; `after` is a coupon. */
  campaigns(range?: NumberRange): Promise<readonly CampaignStatus[]>;

  /** Who holds the coupon, in the order in which it was issued; `after` is an issue number. */
  holders(couponId: number, range?: NumberRange): Promise<readonly CouponHolder[]>;
}

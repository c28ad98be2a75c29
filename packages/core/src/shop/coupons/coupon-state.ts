import type { CouponEvent } from './coupon-events.js';
import { noOutcomes, type IssueOutcome, type OutcomeCounts } from './issue-outcome.js';

/** The users that a campaign refuses. */
export interface CouponRules {
  readonly blockedUsers: readonly number[];
  /**
   * The lowest of the shop's grades that is admitted; null admits everyone, also users that the shop does not know.
   */
  readonly minimumGrade: string | null;
}

/** The state of a campaign. Times are in milliseconds since the epoch. */
export interface CouponState {
  readonly couponId: number;
  /** The stock at the opening. */
  readonly initialStock: number;
  /** All coupons of the campaign, issued ones included. */
  readonly stock: number;
  readonly issued: number;
  readonly opensAtMs: number;
  /** The first instant at which it is over; null if only a close ends it. */
  readonly closesAtMs: number | null;
  /** Whether a close command ended it. */
  readonly isClosed: boolean;
  readonly rules: CouponRules;
  /** The ids of the refills so far. */
  readonly refillIds: readonly string[];
  /** The outcomes of all requests since the opening, or since the last reset. */
  readonly outcomes: OutcomeCounts;
}

/** The phase of a campaign at some instant. */
export type CampaignPhase = 'scheduled' | 'open' | 'closed';

/** The phase of the campaign at `nowMs`. */
export function campaignPhase(state: CouponState, nowMs: number): CampaignPhase {
  if (state.isClosed || (state.closesAtMs !== null && nowMs >= state.closesAtMs)) return 'closed';
  return nowMs < state.opensAtMs ? 'scheduled' : 'open';
}

/** How many can still be issued. */
export function remainingStock({ stock, issued }: CouponState): number {
  return stock - issued;
}

/** The state after an event; undefined until the campaign is opened, even if requests were refused before. */
export function evolveCoupon(
  state: CouponState | undefined,
  event: CouponEvent,
): CouponState | undefined {
  if (event.type === 'coupon_campaign_opened') {
    const { data } = event;
    return {
      couponId: data.coupon_id,
      initialStock: data.stock,
      stock: data.stock,
      issued: 0,
      opensAtMs: data.opens_at,
      closesAtMs: data.closes_at,
      isClosed: false,
      rules: { blockedUsers: data.blocked_users, minimumGrade: data.minimum_grade },
      refillIds: [],
      outcomes: noOutcomes,
    };
  }
  return state === undefined ? undefined : evolveOpened(state, event);
}

function evolveOpened(
  state: CouponState,
  event: Exclude<CouponEvent, { readonly type: 'coupon_campaign_opened' }>,
): CouponState {
  switch (event.type) {
    case 'coupon_campaign_refilled':
      return {
        ...state,
        stock: state.stock + event.data.quantity,
        refillIds: [...state.refillIds, event.data.refill_id],
      };
    case 'coupon_campaign_closed':
      return { ...state, isClosed: true };
    case 'coupon_campaign_reset':
      return { ...state, stock: state.initialStock, issued: 0, outcomes: noOutcomes };
    case 'coupon_issued':
      return issued(state, 1);
    case 'coupons_issued':
      return issued(state, event.data.issues.length);
    case 'coupon_requests_refused':
      return counted(
        state,
        event.data.refusals.map(({ outcome }) => outcome),
      );
  }
}

function issued(state: CouponState, count: number): CouponState {
  const { outcomes } = state;
  return {
    ...state,
    issued: state.issued + count,
    outcomes: { ...outcomes, SUCCESS: outcomes.SUCCESS + count },
  };
}

function counted(state: CouponState, ended: readonly IssueOutcome[]): CouponState {
  const outcomes: Record<IssueOutcome, number> = { ...state.outcomes };
  for (const outcome of ended) outcomes[outcome] += 1;
  return { ...state, outcomes };
}

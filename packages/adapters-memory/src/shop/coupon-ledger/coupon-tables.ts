import {
  decisionsIn,
  evolveCoupon,
  issuesIn,
  type CouponEnvelope,
  type CouponHolder,
  type CouponState,
  type IssueDecision,
  type RequestDecision,
} from '@foldmart/core/shop';

/** An issued coupon. */
export interface IssuedCoupon extends CouponHolder {
  readonly couponId: number;
  readonly issuedAtMs: number;
}

/** The committed campaigns, the holders of their coupons and the outcomes of requests. */
export class CouponTables {
  readonly #states = new Map<number, CouponState>();
  readonly #holders = new Map<number, Map<number, IssuedCoupon>>();
  readonly #decisions = new Map<string, RequestDecision>();

  state(couponId: number): CouponState | undefined {
    return this.#states.get(couponId);
  }

  /** In ascending order of their coupons. */
  statesAfter(couponId: number, limit: number): readonly CouponState[] {
    return [...this.#states.values()]
      .filter((state) => state.couponId > couponId)
      .sort((one, other) => one.couponId - other.couponId)
      .slice(0, limit);
  }

  decision(requestId: string): RequestDecision | undefined {
    return this.#decisions.get(requestId);
  }

  isHolder(couponId: number, userId: number): boolean {
    return this.#holders.get(couponId)?.has(userId) === true;
  }

  /** The holders with a number above `issueNumber`, in the order of issue. */
  holdersAfter(couponId: number, issueNumber: number, limit: number): readonly CouponHolder[] {
    return [...(this.#holders.get(couponId)?.values() ?? [])]
      .filter((holder) => holder.issueNumber > issueNumber)
      .slice(0, limit)
      .map(({ userId, requestId, issueNumber: number }) => ({
        userId,
        requestId,
        issueNumber: number,
      }));
  }

  /** Every campaign. */
  states(): Iterable<CouponState> {
    return this.#states.values();
  }

  /** Every issued coupon. */
  *issues(): Iterable<IssuedCoupon> {
    for (const holders of this.#holders.values()) yield* holders.values();
  }

  /** The decision of every request. */
  decisions(): Iterable<RequestDecision> {
    return this.#decisions.values();
  }

  /** A copy of the tables that later changes do not affect. */
  copy(): CouponTables {
    const copy = new CouponTables();
    for (const [couponId, state] of this.#states) copy.#states.set(couponId, state);
    for (const [couponId, holders] of this.#holders) copy.#holders.set(couponId, new Map(holders));
    for (const [requestId, decision] of this.#decisions) copy.#decisions.set(requestId, decision);
    return copy;
  }

  /**
   * The rule that the events would break: one coupon per user, no more than the stock. Undefined if they break none.
   */
  brokenRule(couponId: number, events: readonly CouponEnvelope[]): string | undefined {
    const state = events.reduce(evolveCoupon, this.#states.get(couponId));
    if (state !== undefined && state.issued > state.stock) {
      return `Coupon ${couponId} would be issued ${state.issued} times, and there are ${state.stock}.`;
    }
    const users = new Set<number>();
    for (const { userId } of events.flatMap(issuesIn)) {
      if (users.has(userId) || this.isHolder(couponId, userId)) {
        return `User ${userId} would hold coupon ${couponId} twice.`;
      }
      users.add(userId);
    }
    return undefined;
  }

  /** Applies the events to the tables. */
  apply(couponId: number, events: readonly CouponEnvelope[]): void {
    const state = events.reduce(evolveCoupon, this.#states.get(couponId));
    if (state !== undefined) this.#states.set(couponId, state);
    for (const event of events) {
      if (event.type === 'coupon_campaign_reset') this.#holders.delete(couponId);
      for (const issue of issuesIn(event)) this.#hold(couponId, issue);
      for (const decision of decisionsIn(event)) {
        this.#decisions.set(decision.requestId, decision);
      }
    }
  }

  #hold(couponId: number, issue: IssueDecision): void {
    const holders = this.#holders.get(couponId) ?? new Map<number, IssuedCoupon>();
    this.#holders.set(couponId, holders);
    holders.set(issue.userId, {
      couponId: issue.couponId,
      userId: issue.userId,
      requestId: issue.requestId,
      issueNumber: issue.issueNumber,
      issuedAtMs: issue.decidedAtMs,
    });
  }
}

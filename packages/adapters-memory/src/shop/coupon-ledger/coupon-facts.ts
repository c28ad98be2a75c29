import {
  shopUserId,
  type CampaignFacts,
  type RequestDecision,
  type RequestFacts,
  type SettlementScope,
} from '@foldmart/core/shop';
import type { MemoryDatabase } from '../../database/memory-database.js';
import type { CouponTables } from './coupon-tables.js';

/** Reads the committed facts that decisions about coupons are based on. */
export class CouponFacts {
  readonly #database: MemoryDatabase;
  readonly #coupons: CouponTables;

  constructor(database: MemoryDatabase, coupons: CouponTables) {
    this.#database = database;
    this.#coupons = coupons;
  }

  /** A campaign, and the time. */
  campaign(couponId: number): CampaignFacts {
    return { state: this.#coupons.state(couponId), nowMs: this.#database.clock.now() };
  }

  /** A campaign with the named users and requests. */
  requests(couponId: number, { requestIds, userIds }: SettlementScope): RequestFacts {
    const facts = this.campaign(couponId);
    const asksForGrade = (facts.state?.rules.minimumGrade ?? null) !== null;
    return {
      ...facts,
      holders: new Set(userIds.filter((userId) => this.#coupons.isHolder(couponId, userId))),
      decided: this.decisions(requestIds),
      grades: asksForGrade ? this.#grades(userIds) : new Map(),
    };
  }

  /** The outcomes of these requests. */
  decisions(requestIds: readonly string[]): ReadonlyMap<string, RequestDecision> {
    const decided = new Map<string, RequestDecision>();
    for (const requestId of requestIds) {
      const decision = this.#coupons.decision(requestId);
      if (decision !== undefined) decided.set(requestId, decision);
    }
    return decided;
  }

  #grades(userIds: readonly number[]): ReadonlyMap<number, string> {
    const users = this.#database.tables.find('users');
    const grades = new Map<number, string>();
    for (const userId of userIds) {
      const grade = users?.get(shopUserId(userId))?.['grade'];
      if (typeof grade === 'string') grades.set(userId, grade);
    }
    return grades;
  }
}

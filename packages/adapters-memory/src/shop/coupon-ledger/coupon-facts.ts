import {
  shopUserId,
  type CampaignFacts,
  type RequestDecision,
  type RequestFacts,
  type SettlementScope,
} from '@foldmart/core/shop';
import type { MemoryDatabase } from '../../database/memory-database.js';

/** What is committed about a campaign. */
export function campaignFacts({ coupons, clock }: MemoryDatabase, couponId: number): CampaignFacts {
  return { state: coupons.state(couponId), nowMs: clock.now() };
}

/** What is committed about a campaign, some users and some requests. */
export function requestFacts(
  database: MemoryDatabase,
  couponId: number,
  { requestIds, userIds }: SettlementScope,
): RequestFacts {
  const facts = campaignFacts(database, couponId);
  const asksForGrade = (facts.state?.rules.minimumGrade ?? null) !== null;
  return {
    ...facts,
    holders: new Set(userIds.filter((userId) => database.coupons.isHolder(couponId, userId))),
    decided: decisionsOf(database, requestIds),
    grades: asksForGrade ? gradesOf(database, userIds) : new Map(),
  };
}

/** How these requests ended, as far as that is committed. */
export function decisionsOf(
  { coupons }: MemoryDatabase,
  requestIds: readonly string[],
): ReadonlyMap<string, RequestDecision> {
  const decided = new Map<string, RequestDecision>();
  for (const requestId of requestIds) {
    const decision = coupons.decision(requestId);
    if (decision !== undefined) decided.set(requestId, decision);
  }
  return decided;
}

function gradesOf(
  { tables }: MemoryDatabase,
  userIds: readonly number[],
): ReadonlyMap<number, string> {
  const users = tables.find('users');
  const grades = new Map<number, string>();
  for (const userId of userIds) {
    const grade = users?.get(shopUserId(userId))?.['grade'];
    if (typeof grade === 'string') grades.set(userId, grade);
  }
  return grades;
}

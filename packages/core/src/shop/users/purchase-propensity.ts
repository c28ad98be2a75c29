import { withOffset } from '../../events/instant.js';

/** The facts about a user that the purchase propensity is computed from. */
export interface PropensityFacts {
  readonly user_id: string;
  readonly grade: string;
  /** RFC 3339 text. */
  readonly created_at: string;
  readonly order_count?: number | null | undefined;
  /** RFC 3339 text; null for a user who never ordered. */
  readonly last_ordered_at?: string | null | undefined;
}

/** A user's propensity to buy at `nowMs` (milliseconds since the epoch); higher is more likely. Pure. */
export type PropensityRule = (user: PropensityFacts, nowMs: number) => number;

/** The parameters of {@link createPropensityRule}. */
export interface PropensityWeights {
  readonly recency: number;
  readonly frequency: number;
  readonly grade: number;
  readonly accountAge: number;
  /** The days without an order after which the recency is down to 1/e. */
  readonly recencyDays: number;
  /** The number of orders from which the frequency is 1. */
  readonly fullOrderCount: number;
  /** The days from which the account age is 1. */
  readonly fullAccountDays: number;
  /** From 0 to 1 by grade; a missing grade counts as 0. */
  readonly grades: Readonly<Record<string, number>>;
}

export const defaultPropensityWeights: PropensityWeights = {
  recency: 0.4,
  frequency: 0.3,
  grade: 0.2,
  accountAge: 0.1,
  recencyDays: 30,
  fullOrderCount: 50,
  fullAccountDays: 365,
  grades: { BRONZE: 0.25, SILVER: 0.5, GOLD: 0.75, VIP: 1 },
};

const dayMs = 86_400_000;

/**
 * Makes the default rule: a weighted sum of four parts, each from 0 to 1.
 *
 *     0.4 · e^(−days since the last order / 30)       0 for a user who never ordered
 *   + 0.3 · min(1, ln(1 + orders) / ln(1 + 50))
 *   + 0.2 · (BRONZE 0.25, SILVER 0.5, GOLD 0.75, VIP 1, others 0)
 *   + 0.1 · min(1, days since the account was opened / 365)
 *
 * A time in the future counts as now.
 */
export function createPropensityRule(weights: Partial<PropensityWeights> = {}): PropensityRule {
  const w = { ...defaultPropensityWeights, ...weights };
  return (user, nowMs) => {
    const orders = user.order_count ?? 0;
    return (
      w.recency * recency(user.last_ordered_at, nowMs, w.recencyDays) +
      w.frequency * Math.min(1, Math.log1p(orders) / Math.log1p(w.fullOrderCount)) +
      w.grade * (w.grades[user.grade] ?? 0) +
      w.accountAge * Math.min(1, daysSince(user.created_at, nowMs) / w.fullAccountDays)
    );
  };
}

/** The `count` users with the highest propensity, highest first; ties by id, so that the result is deterministic. */
export function mostInclined<User extends PropensityFacts>(
  users: readonly User[],
  options: { readonly rule: PropensityRule; readonly nowMs: number; readonly count: number },
): readonly User[] {
  return users
    .map((user) => ({ user, score: options.rule(user, options.nowMs) }))
    .sort((a, b) => b.score - a.score || (a.user.user_id < b.user.user_id ? -1 : 1))
    .slice(0, options.count)
    .map(({ user }) => user);
}

function recency(
  lastOrderedAt: string | null | undefined,
  nowMs: number,
  recencyDays: number,
): number {
  if (lastOrderedAt === null || lastOrderedAt === undefined) return 0;
  return Math.exp(-daysSince(lastOrderedAt, nowMs) / recencyDays);
}

function daysSince(time: string, nowMs: number): number {
  const days = (nowMs - Date.parse(withOffset(time))) / dayMs;
  return Number.isNaN(days) ? 0 : Math.max(0, days);
}

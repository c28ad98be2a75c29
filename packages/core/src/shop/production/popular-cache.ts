import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';
import { compareCodeUnits } from '../../values/compare-code-units.js';
import type { ShopCache } from '../shop-cache.js';

/** Draws a place of a list of this length, which is at least 1. */
export type DrawIndex = (length: number, random: Random) => number;

/** Which users and products are picked more often than others; by default all alike. */
export interface PickPopularity {
  readonly users?: DrawIndex;
  readonly products?: DrawIndex;
}

/** The cached entities among which the popular ones are. */
export interface PopularityPool {
  /** How many entities are ranked: about as many as are cached. */
  readonly candidates: number;
  /** How long a ranking is used, in milliseconds: about the interval of the cache refreshes. */
  readonly maxAgeMs: number;
}

interface Tools {
  readonly random: Random;
  readonly clock: Clock;
}

/**
 * A view of the cache whose random users and products follow a popularity. Entities are ranked by their ids, so that
 * one that stays in the cache stays about as popular. A list can then hold an entity more than once.
 */
export function withPopularity(
  cache: ShopCache,
  { users, products }: PickPopularity,
  pool: PopularityPool,
  tools: Tools,
): ShopCache {
  return {
    ...cache,
    ...(users !== undefined && {
      getRandomUsers: popular(users, pool, tools, (count) => cache.getRandomUsers(count), byUserId),
    }),
    ...(products !== undefined && {
      getRandomProducts: popular(
        products,
        pool,
        tools,
        (count) => cache.getRandomProducts(count),
        byProductId,
      ),
    }),
  };
}

function popular<Entity>(
  draw: DrawIndex,
  { candidates, maxAgeMs }: PopularityPool,
  { random, clock }: Tools,
  load: (count: number) => Promise<readonly Entity[]>,
  compare: (one: Entity, other: Entity) => number,
): (count: number) => Promise<readonly Entity[]> {
  let ranked: readonly Entity[] = [];
  let rankedAt = Number.NEGATIVE_INFINITY;
  return async (count) => {
    if (ranked.length === 0 || clock.monotonic() - rankedAt >= maxAgeMs) {
      ranked = (await load(candidates)).toSorted(compare);
      rankedAt = clock.monotonic();
    }
    if (ranked.length === 0) return [];
    return Array.from({ length: count }, () => ranked[draw(ranked.length, random)] as Entity);
  };
}

function byUserId(one: { readonly user_id: string }, other: { readonly user_id: string }): number {
  return compareCodeUnits(one.user_id, other.user_id);
}

function byProductId(
  one: { readonly product_id: string },
  other: { readonly product_id: string },
): number {
  return compareCodeUnits(one.product_id, other.product_id);
}

import type { CachedProduct, CachedUser, ShopCache } from '../shop-cache.js';
import { mostInclined, type PropensityRule } from '../users/purchase-propensity.js';
import type { Clock } from '../../ports/clock.js';
import type { Random } from '../../ports/random.js';

/** A user and the product to order. */
export interface OrderPick {
  readonly user: CachedUser;
  readonly product: CachedProduct;
}

/** Picks `count` pairs for orders, or none if there is nothing to pick from. */
export type PickOrders = (count: number) => Promise<readonly OrderPick[]>;

/** How the users with the highest purchase propensity are found. */
export interface PropensityPool {
  readonly rule: PropensityRule;
  /** The number of users to pick from; 200 by default in the shop's settings. */
  readonly poolSize: number;
  /** The number of cached users to rank. If it is lower than the number of cached users, a sample is ranked. */
  readonly candidates: number;
  /** How long a ranking is used, in milliseconds: about the interval of the cache refreshes. */
  readonly maxAgeMs: number;
}

/** Picks uniformly from the cache, never from the database. */
export function pickFromCache(cache: ShopCache, random: Random): PickOrders {
  return async (count) => {
    const [users, products] = await Promise.all([
      cache.getRandomUsers(count),
      cache.getRandomProducts(count),
    ]);
    return pair(users, products, count, random);
  };
}

/** Picks products uniformly from the cache, and users uniformly from those with the highest purchase propensity. */
export function pickByPropensity(
  cache: ShopCache,
  pool: PropensityPool,
  { random, clock }: { readonly random: Random; readonly clock: Clock },
): PickOrders {
  let inclined: readonly CachedUser[] = [];
  let rankedAt = Number.NEGATIVE_INFINITY;
  const rank = async (): Promise<void> => {
    const users = await cache.getRandomUsers(pool.candidates);
    inclined = mostInclined(users, { rule: pool.rule, nowMs: clock.now(), count: pool.poolSize });
    rankedAt = clock.monotonic();
  };
  return async (count) => {
    const isStale = inclined.length === 0 || clock.monotonic() - rankedAt >= pool.maxAgeMs;
    if (isStale) await rank();
    const products = await cache.getRandomProducts(count);
    return pair(anyOf(inclined, count, random), products, count, random);
  };
}

/** Samples are in random order, so they are used in that order; if they are too small, entries are drawn again. */
function pair(
  users: readonly CachedUser[],
  products: readonly CachedProduct[],
  count: number,
  random: Random,
): readonly OrderPick[] {
  const picks: OrderPick[] = [];
  for (let index = 0; index < count; index += 1) {
    const user = users[index] ?? anyOne(users, random);
    const product = products[index] ?? anyOne(products, random);
    if (user === undefined || product === undefined) return [];
    picks.push({ user, product });
  }
  return picks;
}

function anyOf<Item>(items: readonly Item[], count: number, random: Random): readonly Item[] {
  if (items.length === 0) return [];
  return Array.from(
    { length: count },
    () => items[Math.floor(random.next() * items.length)] as Item,
  );
}

function anyOne<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}

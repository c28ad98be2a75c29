import * as z from 'zod';
import { PortError } from '../errors/index.js';
import { surelyFits } from '../events/schema-fit.js';
import type { CachedEntity, EntityCache } from '../ports/entity-cache.js';

/** A cached user: the fields that orders and the purchase propensity need; other fields are kept. */
export const cachedUserSchema = z.looseObject({
  user_id: z.string(),
  region: z.string(),
  gender: z.string(),
  age_group: z.string(),
  grade: z.string(),
  created_at: z.string(),
  order_count: z.number().nullish(),
  last_ordered_at: z.string().nullish(),
});

/** A cached product: the fields that orders need; other fields are kept. */
export const cachedProductSchema = z.looseObject({
  product_id: z.string(),
  category: z.string(),
  price: z.number(),
});

export type CachedUser = Readonly<z.output<typeof cachedUserSchema>>;
export type CachedProduct = Readonly<z.output<typeof cachedProductSchema>>;

/**
 * The cache with the shop's types. Each method rejects with the cache's own errors, and with a PortError of reason
 * `corrupt` if an entity is not a valid user or product.
 */
export interface ShopCache {
  /** Undefined if no users are cached. */
  getRandomUser(): Promise<CachedUser | undefined>;
  /** Undefined if no products are cached. */
  getRandomProduct(): Promise<CachedProduct | undefined>;
  /** Different ones in random order; fewer if fewer are cached. */
  getRandomUsers(count: number): Promise<readonly CachedUser[]>;
  /** Different ones in random order; fewer if fewer are cached. */
  getRandomProducts(count: number): Promise<readonly CachedProduct[]>;
  /** Whether the cache would answer now; never rejects. */
  isConnected(): Promise<boolean>;
  /** Hits over look-ups of this client, 0 to 1; null before the first look-up. */
  hitRate(): Promise<number | null>;
}

/** Wraps a cache with the shop's types. */
export function createShopCache(cache: EntityCache): ShopCache {
  const users = async (count: number) =>
    (await cache.sample('users', count)).map((entity) => read(cachedUserSchema, 'users', entity));
  const products = async (count: number) =>
    (await cache.sample('products', count)).map((entity) =>
      read(cachedProductSchema, 'products', entity),
    );
  return {
    getRandomUser: async () => (await users(1))[0],
    getRandomProduct: async () => (await products(1))[0],
    getRandomUsers: users,
    getRandomProducts: products,
    isConnected: () => cache.isConnected(),
    hitRate: async () => (await cache.stats()).hitRate,
  };
}

function read<Entity>(
  schema: z.ZodType<Entity>,
  kind: 'users' | 'products',
  { id, data }: CachedEntity,
): Entity {
  if (surelyFits(schema, data)) return data as Entity;
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new PortError({
    port: 'entity-cache',
    operation: 'sample',
    reason: 'corrupt',
    message: `cached ${kind}: ${JSON.stringify(id)} is not what the cache worker writes (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    hint: 'let the cache worker refresh the cache, and see who else writes to it',
    cause: result.error,
  });
}

import { countShop, seedCatalogue, type SeedProgress, type SeedReport } from '@foldmart/core/shop';
import type { ShopRuntime } from './create-shop.js';
import { shopChance, shopGenerator } from './generation.js';

/** How much is seeded, from which seed. */
export interface SeedRequest {
  readonly users?: number;
  readonly products?: number;
  /** Default `foldmart`. */
  readonly seed?: string;
  readonly onProgress?: (progress: SeedProgress) => void;
  readonly signal?: AbortSignal;
}

/** The default seed of the catalogue. */
const defaultSeed = 'foldmart';

/** Writes a seed's catalogue directly to the store; existing entries are counted and not changed. */
export async function seedShop(shop: ShopRuntime, request: SeedRequest = {}): Promise<SeedReport> {
  const { events: store } = await shop.database();
  const { seed = defaultSeed, ...options } = request;
  return seedCatalogue(
    {
      ...shop,
      store,
      generator: shopGenerator(shop.settings),
      chance: shopChance(shop.settings, seed),
    },
    options,
  );
}

/** Seeds a shop that has no users or no products yet; returns undefined if it has both. */
export async function seedEmptyShop(
  shop: ShopRuntime,
  request: SeedRequest = {},
): Promise<SeedReport | undefined> {
  const { readModels } = await shop.database();
  const { users, products } = await countShop(readModels);
  return users > 0 && products > 0 ? undefined : seedShop(shop, request);
}

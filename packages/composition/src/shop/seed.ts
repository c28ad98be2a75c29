import { countShop, seedCatalogue, type SeedProgress, type SeedReport } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';
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

/** The seed of the catalogue where nobody names one. */
const defaultSeed = 'foldmart';

/** Writes a seed's catalogue straight to the store; what is there already is counted and left alone. */
export async function seedShop(system: System, request: SeedRequest = {}): Promise<SeedReport> {
  const { events: store } = await system.database();
  const { seed = defaultSeed, ...options } = request;
  return seedCatalogue(
    {
      ...system,
      store,
      generator: shopGenerator(system.settings),
      chance: shopChance(system.settings, seed),
    },
    options,
  );
}

/** Seeds a shop that has no users or no products yet; undefined where it has both. */
export async function seedEmptyShop(
  system: System,
  request: SeedRequest = {},
): Promise<SeedReport | undefined> {
  const { readModels } = await system.database();
  const { users, products } = await countShop(readModels);
  return users > 0 && products > 0 ? undefined : seedShop(system, request);
}

import {
  catalogueProductData,
  catalogueUserData,
  type CatalogueDependencies,
  type CatalogueOptions,
} from '../catalogue/catalogue.js';
import type { CachedProduct, CachedUser } from '../shop-cache.js';
import { mostInclined } from '../users/purchase-propensity.js';
import type { OrderPick, PickOrders, PropensityPool } from './order-picks.js';
import type { DrawIndex, PickPopularity } from './popular-cache.js';

/** A catalogue in memory, with what orders need of its entries. */
export interface CatalogueEntries {
  readonly users: readonly CachedUser[];
  readonly products: readonly CachedProduct[];
}

/** Generates a catalogue. Its first entries are the same for any size. */
export function catalogueEntries(
  dependencies: Omit<CatalogueDependencies, 'registry'>,
  options: CatalogueOptions,
): CatalogueEntries {
  return {
    users: [...catalogueUserData(dependencies, options)],
    products: Array.from(catalogueProductData(dependencies, options), (product) => ({
      ...product,
    })),
  };
}

/** Which users and products are picked more often than others; by default all alike. */
export interface CataloguePickOptions extends PickPopularity {
  /** Picks only users of the highest propensity. */
  readonly propensity?: Pick<PropensityPool, 'rule' | 'poolSize'>;
}

/** Picks from a catalogue in memory that is generated from the same seed as the picks. */
export function pickFromCatalogue(
  dependencies: CatalogueDependencies,
  options: CatalogueOptions,
  { propensity, ...popularity }: CataloguePickOptions = {},
): PickOrders {
  const { random } = dependencies.chance('orders/picks');
  const { users: everybody, products } = catalogueEntries(dependencies, options);
  const users =
    propensity === undefined
      ? everybody
      : mostInclined(everybody, {
          rule: propensity.rule,
          nowMs: options.startMs,
          count: propensity.poolSize,
        });
  const drawUser = popularity.users ?? anyPlace;
  const drawProduct = popularity.products ?? anyPlace;
  return (count) => {
    const picks: OrderPick[] = [];
    for (let index = 0; index < count; index += 1) {
      const user = users[drawUser(users.length, random)];
      const product = products[drawProduct(products.length, random)];
      if (user !== undefined && product !== undefined) picks.push({ user, product });
    }
    return Promise.resolve(picks);
  };
}

const anyPlace: DrawIndex = (length, random) => Math.floor(random.next() * length);

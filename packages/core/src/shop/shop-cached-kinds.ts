import type { CachedEntityKind } from '../cache/cached-entity-kind.js';
import { productsModel } from './products/product-read-models.js';
import { usersModel } from './users/user-read-models.js';

/**
 * Users. Buyers come with the longest time since their last order first, others with the newest account first.
 */
export const userKind: CachedEntityKind = {
  name: 'users',
  model: usersModel,
  segments: {
    buyers: {
      where: { column: 'last_ordered_at', is: 'not-null' },
      orderBy: [{ column: 'last_ordered_at', direction: 'ascending' }],
    },
    'non-buyers': {
      where: { column: 'last_ordered_at', is: 'null' },
      orderBy: [{ column: 'created_at', direction: 'descending' }],
    },
  },
};

/** Products: the popular ones by their number of orders, and the newest. */
export const productKind: CachedEntityKind = {
  name: 'products',
  model: productsModel,
  segments: {
    popular: { orderBy: [{ column: 'order_count', direction: 'descending' }] },
    newest: { orderBy: [{ column: 'created_at', direction: 'descending' }] },
  },
};

/** All kinds that the shop caches. */
export const shopCachedKinds: readonly CachedEntityKind[] = [userKind, productKind];

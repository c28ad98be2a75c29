import type { Domain } from '../app/domain.js';
import { defineDomain } from '../app/define-domain.js';
import { couponModels } from './coupons/ledger/coupon-models.js';
import { couponEventDefinitions } from './coupons/coupon-events.js';
import { evolveCoupon } from './coupons/coupon-state.js';
import { orderDecider } from './orders/order-decider.js';
import { productDecider } from './products/product-decider.js';
import { productKind, userKind } from './shop-cached-kinds.js';
import { shopConsumerTypes } from './shop-consumers.js';
import { shopProjections, type ShopProjectionOptions } from './shop-projections.js';
import { shopDomainTopics } from './shop-topics.js';
import { userDecider } from './users/user-decider.js';

/** The shop's deciders. */
export const shopDeciders = { user: userDecider, product: productDecider, order: orderDecider };

/** What can be chosen about the shop. */
export interface ShopDomainOptions extends ShopProjectionOptions {
  /** Stratified caching: the share of users who have bought. Default 0.6. */
  readonly buyersRatio?: number;
  /** Stratified caching: the share of popular products. Default 0.7. */
  readonly popularRatio?: number;
}

/** The online shop as a domain. */
export function shopDomain(options: ShopDomainOptions = {}): Domain<typeof shopDeciders> {
  const { buyersRatio = 0.6, popularRatio = 0.7, ...projectionOptions } = options;
  return defineDomain({
    name: 'shop',
    deciders: shopDeciders,
    events: couponEventDefinitions,
    projections: shopProjections(projectionOptions),
    cached: [
      { kind: userKind, strata: twoStrata('buyers', buyersRatio, 'non-buyers') },
      { kind: productKind, strata: twoStrata('popular', popularRatio, 'newest') },
    ],
    topics: shopDomainTopics,
    consumers: shopConsumerTypes,
    folds: [{ handles: couponModels.handles, initialState: undefined, evolve: evolveCoupon }],
    derived: [couponModels],
  });
}

function twoStrata(first: string, share: number, second: string) {
  return [
    { segment: first, share },
    { segment: second, share: 1 - share },
  ] as const;
}

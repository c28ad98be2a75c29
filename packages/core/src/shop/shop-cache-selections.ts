import { defaultCacheSelection, type KindSelection } from '../cache/cache-selection.js';
import { productKind, userKind } from './shop-cached-kinds.js';

/** How the shop's cached entities are chosen; a share is of `batchSize`, and the other segment gets the rest. */
export interface ShopCacheOptions {
  readonly strategy: 'aging' | 'stratified';
  /** Entities of each kind, from 2. */
  readonly batchSize: number;
  /** Aging: the share of rows that were never cached. */
  readonly newDataRatio: number;
  /** Stratified: the share of users who have bought. */
  readonly buyersRatio: number;
  /** Stratified: the share of popular products. */
  readonly popularRatio: number;
}

/** Aging, 1,000 of each kind, half of them new; if stratified, 600 + 400 users and 700 + 300 products. */
export const defaultShopCacheOptions: ShopCacheOptions = {
  ...defaultCacheSelection,
  buyersRatio: 0.6,
  popularRatio: 0.7,
};

/** The selections of users and products that a refresh of the shop's cache uses. */
export function shopCacheSelections(
  options: Partial<ShopCacheOptions> = {},
): readonly KindSelection[] {
  const { strategy, batchSize, newDataRatio, buyersRatio, popularRatio } = {
    ...defaultShopCacheOptions,
    ...options,
  };
  if (strategy === 'aging') {
    const selection = { strategy, batchSize, newDataRatio };
    return [
      { kind: userKind, selection },
      { kind: productKind, selection },
    ];
  }
  const split = (first: string, share: number, second: string) =>
    ({
      strategy,
      batchSize,
      strata: [
        { segment: first, share },
        { segment: second, share: 1 - share },
      ],
    }) as const;
  return [
    { kind: userKind, selection: split('buyers', buyersRatio, 'non-buyers') },
    { kind: productKind, selection: split('popular', popularRatio, 'newest') },
  ];
}

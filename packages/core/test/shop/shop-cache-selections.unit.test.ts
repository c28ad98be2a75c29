import { expect, it } from 'vitest';
import { assertCachedEntityKinds, planSegments } from '@foldmart/core';
import { shopCachedKinds, shopCacheSelections } from '@foldmart/core/shop';

function plansOf(options: Parameters<typeof shopCacheSelections>[0]) {
  return shopCacheSelections(options).map(({ kind, selection }) => [
    kind.name,
    ...planSegments(selection).map(({ segment, quota }) => `${segment} ${String(quota)}`),
  ]);
}

it('ages users and products alike by default', () => {
  expect(plansOf({})).toStrictEqual([
    ['users', 'never-cached 500', 'longest-cached 500'],
    ['products', 'never-cached 500', 'longest-cached 500'],
  ]);
});

it('takes 600 buyers with 400 others, and 700 popular products with 300 new ones, if stratified', () => {
  expect(plansOf({ strategy: 'stratified' })).toStrictEqual([
    ['users', 'buyers 600', 'non-buyers 400'],
    ['products', 'popular 700', 'newest 300'],
  ]);
});

it('gives the second segment what an odd share leaves', () => {
  expect(
    plansOf({ strategy: 'stratified', batchSize: 7, buyersRatio: 0.5, popularRatio: 1 }),
  ).toStrictEqual([
    ['users', 'buyers 4', 'non-buyers 3'],
    ['products', 'popular 7', 'newest 0'],
  ]);
});

it('caches kinds that are valid', () => {
  expect(() => assertCachedEntityKinds(shopCachedKinds)).not.toThrow();
});

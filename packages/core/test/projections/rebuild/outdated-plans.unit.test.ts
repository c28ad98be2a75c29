import { describe, expect, it } from 'vitest';
import { outdatedPlans, type Projection } from '@foldmart/core';
import { shopProjections } from '@foldmart/core/shop';

/** The shop's projections, some of them at another version. */
function shopAt(versions: Readonly<Record<string, number>>): readonly Projection[] {
  return shopProjections().map((projection) => ({
    ...projection,
    version: versions[projection.name] ?? projection.version,
  }));
}

function outdated(
  stored: Readonly<Record<string, number>>,
  own: Readonly<Record<string, number>>,
): readonly string[] {
  return outdatedPlans(shopAt(stored), shopAt(own)).map(({ id }) => id);
}

describe('plans that must be rebuilt', () => {
  it.each([
    ['none if every version is that of the rows', {}, {}, []],
    ['one if its rows are of a lower version', {}, { orders: 2 }, ['orders']],
    ['all that share models with such a one', {}, { users: 2 }, ['activity+products+users']],
    ['several, by their ids', {}, { sales: 2, orders: 3 }, ['orders', 'sales']],
    ['one that was never built', { orders: 0 }, {}, ['orders']],
    ['none if the rows are of a higher version', { orders: 2 }, {}, []],
    ['none if a newer program has made some of its rows', { users: 3 }, { products: 2 }, []],
  ])('are %s', (_what, stored, own, expected) => {
    expect(outdated(stored, own)).toStrictEqual(expected);
  });

  it('do not include projections that the store does not know yet', () => {
    expect(outdatedPlans([], shopAt({ users: 2 }))).toStrictEqual([]);
  });
});

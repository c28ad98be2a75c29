import { couponLedgerSuite, type ShopStoreInstance } from '@foldmart/conformance/shop';
import type { ReadModel, Row } from '@foldmart/core';
import { couponModels } from '@foldmart/core/shop';
import { shopHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingViews } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a view of the current ledger',
    mutate: changingViews((view, { audit }) => ({
      scan: (model, range) =>
        isOfLedger(model)
          ? audit.audit((late) => late.scan(model, range))
          : view.scan(model, range),
    })),
    caughtBy: ['an audit sees the ledger at the same moment as everything else'],
  },
  {
    what: 'a view of the ledger without its last page',
    mutate: changingViews((view) => ({
      scan: (model, { after, limit }) =>
        isOfLedger(model) && after !== undefined
          ? Promise.resolve([])
          : view.scan(model, after === undefined ? { limit } : { after, limit }),
    })),
    caughtBy: [
      'an audit reads the rows of the ledger in pages of any size, in the order of their keys',
    ],
  },
  {
    what: 'a view of the ledger without its times',
    mutate: changingViews((view) => ({
      scan: async (model, range) => (await view.scan(model, range)).map(timeless),
    })),
    caughtBy: [
      'an audit reads the campaigns of the ledger',
      'an audit reads the holders of coupons and the outcomes of requests',
    ],
  },
];

itRejects(couponLedgerSuite, (mutate) => shopHarness(keepingPorts(mutate)), mutants);
itAccepts(couponLedgerSuite, () => shopHarness((instance) => instance), mutants);

/** Applies a mutation of the library's ports, and keeps the shop's. */
function keepingPorts(mutate: StoreMutation): StoreMutation<ShopStoreInstance> {
  return (instance, projections) => ({ ...instance, ...mutate(instance, projections) });
}

function isOfLedger({ name }: ReadModel): boolean {
  return couponModels.models.some((model) => model.name === name);
}

function timeless(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.endsWith('_at_ms') ? 0 : value]),
  );
}

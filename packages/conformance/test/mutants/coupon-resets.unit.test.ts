import { couponLedgerSuite, type ShopStoreInstance } from '@foldmart/conformance/shop';
import type { CouponLedger, RequestFacts } from '@foldmart/core/shop';
import { shopHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

type LedgerMutation = StoreMutation<ShopStoreInstance>;

const mutants: readonly Mutant<LedgerMutation>[] = [
  {
    what: 'holders who outlive a reset',
    mutate: changing((ledger) => {
      const holders = new Set<number>();
      return {
        settle: (couponId, scope, decide) =>
          ledger.settle(couponId, scope, (facts) => {
            for (const holder of facts.holders) holders.add(holder);
            const settlement = decide({ ...facts, holders });
            for (const { outcome, userId } of settlement.decisions) {
              if (outcome === 'SUCCESS' && userId !== null) holders.add(userId);
            }
            return settlement;
          }),
      };
    }),
    caughtBy: [
      'after a reset nobody holds the coupon, the stock is whole, and the same users may win again',
    ],
  },
  {
    what: 'a reset without an event',
    mutate: changing((ledger) => ({
      change: (couponId, decide) =>
        ledger.change(couponId, (facts) =>
          decide(facts).filter(({ type }) => type !== 'coupon_campaign_reset'),
        ),
    })),
    caughtBy: [
      'after a reset nobody holds the coupon, the stock is whole, and the same users may win again',
      'a request that was decided before a reset keeps its decision',
      'a reset is in the log, with the users who held the coupon, and a second one changes nothing',
    ],
  },
  {
    what: 'a reset that forgets the decisions',
    mutate: changing((ledger) => ({
      settle: (couponId, scope, decide) =>
        ledger.settle(couponId, scope, (facts) => decide(withoutDecisions(facts))),
    })),
    caughtBy: ['a request that was decided before a reset keeps its decision'],
  },
];

const resets = {
  ...couponLedgerSuite,
  cases: couponLedgerSuite.cases.filter(({ name }) => name.includes(' reset')),
};

itRejects(resets, shopHarness, mutants);
itAccepts(resets, () => shopHarness((instance) => instance), mutants);

function changing(change: (ledger: CouponLedger) => Partial<CouponLedger>): LedgerMutation {
  return (instance) => {
    const { coupons } = instance;
    const changed = change(coupons);
    const kept: CouponLedger = {
      change: coupons.change.bind(coupons),
      settle: coupons.settle.bind(coupons),
      outcomes: coupons.outcomes.bind(coupons),
      status: coupons.status.bind(coupons),
      campaigns: coupons.campaigns.bind(coupons),
      holders: coupons.holders.bind(coupons),
    };
    return { ...instance, coupons: { ...kept, ...changed } };
  };
}

function withoutDecisions(facts: RequestFacts): RequestFacts {
  return facts.state?.issued === 0 ? { ...facts, decided: new Map() } : facts;
}

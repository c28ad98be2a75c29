import { customerSpendingSuite } from '@foldmart/conformance/shop';
import type { CustomerSpending, CustomerSpent } from '@foldmart/core/shop';
import { shopHarness, type StoreMutation } from '../memory/harnesses.js';
import type { ShopStoreInstance } from '@foldmart/conformance/shop';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

type SpendingMutation = StoreMutation<ShopStoreInstance>;

const mutants: readonly Mutant<SpendingMutation>[] = [
  {
    what: 'sums in floating point',
    mutate: changing((spending) => ({
      page: async (query) => (await spending.page(query)).map(rounded),
    })),
    caughtBy: ['every user has the exact sum of the orders of the period, and the current grade'],
  },
  {
    what: 'only users who bought',
    mutate: changing((spending) => ({
      page: async (query) => (await spending.page(query)).filter(({ amount }) => amount !== '0'),
    })),
    caughtBy: ['every user has the exact sum of the orders of the period, and the current grade'],
  },
  {
    what: 'a period without its last day',
    mutate: changing((spending) => ({
      page: (query) => spending.page({ ...query, to: '2026-02-27' }),
    })),
    caughtBy: ['the first and the last day of the period count, and the days around them do not'],
  },
  {
    what: 'all days, whatever the period',
    mutate: changing((spending) => ({
      page: (query) => spending.page({ ...query, from: '0000-01-01', to: '9999-12-31' }),
    })),
    caughtBy: ['the first and the last day of the period count, and the days around them do not'],
  },
  {
    what: 'pages in the order of UTF-16 code units',
    mutate: changing((spending) => ({
      async page({ after = '', limit, ...period }) {
        const all = await spending.page({ ...period, limit: 1_000 });
        const sorted = all.toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
        return sorted.filter(({ userId }) => userId > after).slice(0, limit);
      },
    })),
    caughtBy: ['pages of any size hold every user once, in the order of the bytes of their ids'],
  },
  {
    what: 'pages that start at their user id',
    mutate: changing((spending) => ({
      async page({ after = '', limit, ...period }) {
        const all = await spending.page({ ...period, limit: 1_000 });
        return all.filter(({ userId }) => userId >= after).slice(0, limit);
      },
    })),
    caughtBy: ['a page starts after its user id, whether or not there is a user with it'],
  },
];

itRejects(customerSpendingSuite, shopHarness, mutants);
itAccepts(customerSpendingSuite, () => shopHarness((instance) => instance), mutants);

function changing(change: (spending: CustomerSpending) => CustomerSpending): SpendingMutation {
  return (instance) => ({ ...instance, spending: change(instance.spending) });
}

function rounded({ amount, ...customer }: CustomerSpent): CustomerSpent {
  return { ...customer, amount: String(Math.round(Number(amount))) };
}

import { eventStoreSuite } from '@foldmart/conformance';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingItems } from './store-mutants.js';

const caughtBy = ['an event that comes with the text of its body is the same event as without it'];

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that records the first of the fields with one name in a text',
    mutate: changingItems(({ json, ...item }) => {
      if (json === undefined) return item;
      const data = { ...item.event.data, edition: 1 };
      return { ...item, event: { ...item.event, data } };
    }),
    caughtBy,
  },
  {
    what: 'a store that keeps the numbers of a text as text',
    mutate: changingItems(({ json, ...item }) => {
      if (json === undefined) return item;
      const data = { ...item.event.data, pages: '1.50' };
      return { ...item, event: { ...item.event, data } };
    }),
    caughtBy,
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

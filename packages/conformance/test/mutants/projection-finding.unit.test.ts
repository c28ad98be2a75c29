import { projectionStoreSuite } from '@foldmart/conformance';
import { isPortError, type AnyRowQuery, type Row } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingReadModels } from './store-mutants.js';

const agreement = 'found rows agree with the model over random rows and queries';
const whole = 'pages together hold every row, in either order, with null and ties';
const refusals = projectionStoreSuite.cases
  .map(({ name }) => name)
  .filter((name) => name.startsWith('finding rows') && name.endsWith('is rejected'));

type Find = (query: AnyRowQuery) => Promise<readonly Row[]>;

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that sorts null last',
    mutate: finding(async (query, find) => {
      const rows = await find({ ...query, limit: 1_000 });
      const [column = ''] = query.index;
      const sorted = [
        ...rows.filter((row) => row[column] !== null),
        ...rows.filter((row) => row[column] === null),
      ];
      return sorted.slice(0, query.limit);
    }),
    caughtBy: ['null is first in ascending order, and last in descending order', agreement],
  },
  {
    what: 'a store that compares rows with null as SQL does',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      const isNull = Object.values(query.where ?? {}).includes(null);
      return isNull ? [] : rows;
    }),
    caughtBy: [
      'rows are found by the first columns of an index, and a range of the next',
      agreement,
    ],
  },
  {
    what: 'a store that skips null after a value in descending order',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      if (query.after === undefined || query.order !== 'descending') return rows;
      const [column = ''] = query.index;
      return query.after[column] === null ? rows : rows.filter((row) => row[column] !== null);
    }),
    caughtBy: [whole],
  },
  {
    what: 'a store that does not order ties',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      const [column = ''] = query.index;
      const isTie = rows.every((row) => row[column] === rows[0]?.[column]);
      return isTie ? rows.toReversed() : rows;
    }),
    caughtBy: ['rows with equal values in an index are found in the order of their keys'],
  },
  {
    what: 'a store that starts a page with the row that `after` names',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      return query.after === undefined ? rows : [query.after, ...rows].slice(0, query.limit);
    }),
    caughtBy: ['a page starts after a row that no longer exists', agreement],
  },
  {
    what: 'a store whose pages start after the value of the index, whatever the key',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      const [column = ''] = query.index;
      const { after } = query;
      return after === undefined ? rows : rows.filter((row) => row[column] !== after[column]);
    }),
    caughtBy: [whole, 'a page starts after a row that no longer exists'],
  },
  {
    what: 'a store that treats every bound as inclusive',
    mutate: finding((query, find) => {
      const { gt, lt, gte = gt, lte = lt } = query.range ?? {};
      const range = {
        ...(gte === undefined ? {} : { gte }),
        ...(lte === undefined ? {} : { lte }),
      };
      return find({ ...query, range });
    }),
    caughtBy: [
      'rows are found by the first columns of an index, and a range of the next',
      agreement,
    ],
  },
  {
    what: 'a store that sorts text by its UTF-16 units',
    mutate: finding(async (query, find) => {
      const rows = await find(query);
      if (query.index[0] !== 'title') return rows;
      return [...rows].sort((one, other) =>
        String(one['title']) < String(other['title']) ? -1 : 1,
      );
    }),
    caughtBy: ['text is found in the order of its UTF-8 bytes'],
  },
  {
    what: 'a store that finds nothing if no index supports the query',
    mutate: finding(async (query, find) => {
      try {
        return await find(query);
      } catch (error) {
        if (isPortError(error)) return [];
        throw error;
      }
    }),
    caughtBy: refusals,
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

function finding(
  change: (query: AnyRowQuery, find: Find) => Promise<readonly Row[]>,
): StoreMutation {
  return changingReadModels((readModels) => ({
    find: (model, query) => change(query, (changed) => readModels.find(model, changed)),
  }));
}

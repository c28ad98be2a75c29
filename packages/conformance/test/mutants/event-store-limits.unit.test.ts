import { eventStoreSuite } from '@foldmart/conformance';
import { largestLimit } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import {
  changingEvents,
  changingLetters,
  changingReadModels,
  changingViews,
} from './store-mutants.js';

const refused = (what: string): string =>
  `a limit that is not a non-negative integer is rejected: ${what}`;
const given = (what: string): string => `any other limit is the maximum number of results: ${what}`;

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that rounds limits',
    mutate: changingEvents((events) => ({
      readAll: (range) => events.readAll({ ...range, limit: whole(range.limit) }),
      readEnd: (limit) => events.readEnd(whole(limit)),
      listStreams: (range) => events.listStreams({ ...range, limit: whole(range.limit) }),
      readStream: (streamId, { limit = 100, fromVersion = 0, toVersion = 100, ...range } = {}) =>
        events.readStream(streamId, {
          ...range,
          limit: whole(limit),
          fromVersion: whole(fromVersion),
          toVersion: whole(toVersion),
        }),
    })),
    caughtBy: [
      'the log',
      'the end of the log',
      'streams',
      'the events of a stream',
      'the newest events of a stream',
      'the first version',
      'the last version',
    ].map(refused),
  },
  {
    what: 'a dead-letter store that accepts any limit',
    mutate: changingLetters((letters) => ({
      list: ({ limit = 100, ...query } = {}) => letters.list({ ...query, limit: whole(limit) }),
    })),
    caughtBy: [refused('dead letters')],
  },
  {
    what: 'read models that accept any limit',
    mutate: changingReadModels((readModels) => ({
      scan: (model, range) => readModels.scan(model, { ...range, limit: whole(range.limit) }),
    })),
    caughtBy: [refused('rows of a read model')],
  },
  {
    what: 'an audit that accepts any limit',
    mutate: changingViews((view) => ({
      readAll: (range) => view.readAll({ ...range, limit: whole(range.limit) }),
      scan: (model, range) => view.scan(model, { ...range, limit: whole(range.limit) }),
    })),
    caughtBy: ['the log of an audit', 'the rows of an audit'].map(refused),
  },
  {
    what: 'a store that returns one result too many',
    mutate: changingEvents((events) => ({
      readAll: (range) => events.readAll({ ...range, limit: Math.min(range.limit + 1, 100) }),
    })),
    caughtBy: [given('the log')],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function whole(limit: number): number {
  return Math.max(0, Math.min(Math.trunc(limit) || 0, largestLimit));
}

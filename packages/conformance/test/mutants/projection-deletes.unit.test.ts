import { projectionStoreSuite } from '@foldmart/conformance';
import type { ReadModelWrite } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingWrites } from './store-mutants.js';

const agreement = 'async: rows agree with the model over random writes';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that deletes when all else is written',
    mutate: changingWrites((writes) => [
      ...writes.filter(({ op }) => op !== 'delete'),
      ...writes.filter(({ op }) => op === 'delete'),
    ]),
    caughtBy: [
      'async: a delete of a missing row does nothing',
      'async: a row that is inserted after its deletion is a new one',
      'async: a key that is inserted and deleted repeatedly is in the state of the last change',
      'async: a mirror does nothing after the delete of its source row',
      agreement,
    ],
  },
  {
    what: 'a store that keeps deleted rows',
    mutate: changingWrites((writes) => writes.filter(({ op }) => op !== 'delete')),
    caughtBy: [
      'async: a delete removes a row',
      'async, write by write: a delete removes a row',
      'async: an update after a delete does nothing',
      'async: accumulating after a delete starts from null again',
      agreement,
    ],
  },
  {
    what: 'a store that leaves out the first of two equal mirrors, whatever is deleted between them',
    mutate: changingWrites((writes) =>
      writes.filter(
        (write, index) =>
          write.op !== 'mirror' || !writes.slice(index + 1).some(({ op }) => op === 'mirror'),
      ),
    ),
    caughtBy: ['async: a mirror does nothing after the delete of its source row'],
  },
  {
    what: 'a store that deletes by the first column of the key',
    mutate: changingWrites((writes) =>
      writes.flatMap((write): readonly ReadModelWrite[] =>
        write.op === 'delete'
          ? [0, 1, 2, 3].map((place) => ({ ...write, key: { ...write.key, place } }))
          : [write],
      ),
    ),
    caughtBy: ['async: a delete removes only the row of its key', agreement],
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

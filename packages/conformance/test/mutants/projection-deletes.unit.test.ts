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
      'async: a delete where there is no row does nothing',
      'async: a row that is inserted after its deletion is a new one',
      'async: a key that is inserted and deleted again and again is as the last change leaves it',
      'async: a mirror does nothing behind the delete of the row that it copies from',
      agreement,
    ],
  },
  {
    what: 'a store that keeps deleted rows',
    mutate: changingWrites((writes) => writes.filter(({ op }) => op !== 'delete')),
    caughtBy: [
      'async: a delete removes a row',
      'async, write by write: a delete removes a row',
      'async: an update behind a delete does nothing',
      'async: accumulating behind a delete starts again from nothing',
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
    caughtBy: ['async: a mirror does nothing behind the delete of the row that it copies from'],
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
    caughtBy: ['async: a delete takes the row of its key only', agreement],
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

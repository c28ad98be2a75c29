import { projectionStoreSuite } from '@foldmart/conformance';
import type { ReadModelWrite, Row } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingWrites } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that changes numbers until their columns hold them',
    mutate: changingWrites((writes) => writes.map(withFittingNumbers)),
    caughtBy: [
      'a decimal with 39 digits before the point',
      'a decimal with 39 digits behind the point',
      'the decimal 1e308',
      'the decimal 1e-39',
      'the decimal NaN',
      'the decimal Infinity',
      'text as a decimal',
      'text with a space as a decimal',
      'an integer beyond 2^53 as text',
      'an integer beyond 2^53',
      'an integer beyond 64 bits',
      'a fraction as an integer',
    ].map(
      (what) =>
        `async: ${what} is rejected with the name of its column, in whichever way it is written`,
    ),
  },
];

itRejects(projectionStoreSuite, storeHarness, mutants);
itAccepts(projectionStoreSuite, () => storeHarness((instance) => instance), mutants);

function withFittingNumbers(write: ReadModelWrite): ReadModelWrite {
  switch (write.op) {
    case 'insert':
      return { ...write, row: fitting(write.row) };
    case 'update':
      return { ...write, set: fitting(write.set) };
    case 'accumulate':
      return { ...write, add: fitting(write.add), max: fitting(write.max) };
    default:
      return write;
  }
}

function fitting(row: Row = {}): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) =>
      column === 'price' || column === 'copies'
        ? [column, Math.trunc(Math.min(Number(value) || 0, Number.MAX_SAFE_INTEGER))]
        : [column, value],
    ),
  );
}

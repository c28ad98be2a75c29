import type { Json } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { assertLargeEqual } from '../large-values.js';
import type { ConformanceCase } from '../suite.js';

/** States that must be loaded in every detail. */
const states: Readonly<Record<string, Json>> = {
  nothing: null,
  'a text': '무선 이어폰 — “наушники” 👨‍👩‍👧 \u0001\t\n\\"',
  'no text': '',
  'a number': 13.37,
  'a truth value': false,
  'a list': [[], [1, [null, { a: [] }]], 'x'],
  'an object without fields': {},
  'numbers to their last digit': {
    sum: 0.1 + 0.2,
    largest: Number.MAX_SAFE_INTEGER,
    smallest: Number.MIN_SAFE_INTEGER,
    tiny: 5e-324,
    huge: 1.797_693_134_862_315_7e308,
  },
  'fields named like an object’s own': { constructor: 1, toString: 'x', 'a"b\\c': [], '': null },
  'a hundred thousand characters': { long: '가'.repeat(100_000) },
  'ten thousand items': Array.from({ length: 10_000 }, (_, nth) => ({ nth, tags: [`${nth}`] })),
};

export const stateCases: readonly ConformanceCase<EventStoreHarness>[] = Object.entries(states).map(
  ([what, state]) => ({
    name: `a state is read back unchanged: ${what}`,
    async run(harness: EventStoreHarness) {
      const { snapshots } = await harness.open([]);
      const snapshot = { streamId: 'a', name: 'book', streamVersion: 7, schemaVersion: 2, state };
      await snapshots.save(snapshot);
      const other = await harness.open([]);
      assertLargeEqual(await other.snapshots.load('a', 'book'), snapshot);
    },
  }),
);

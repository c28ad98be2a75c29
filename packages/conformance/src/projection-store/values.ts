import assert from 'node:assert/strict';
import type { ColumnValue, Projection } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { place, shelfModel } from './shelf-models.js';
import { writers } from './writing.js';

type ValueExample = readonly [given: ColumnValue, read: ColumnValue];

/** By column: the values that are written, and the values that are read back. */
const examples: Readonly<Record<string, readonly ValueExample[]>> = {
  price: [
    [13.37, '13.37'],
    ['13.370', '13.37'],
    [521_500, '521500'],
    ['521500.00', '521500'],
    [0, '0'],
    ['0.00', '0'],
    ['-0', '0'],
    [-13.5, '-13.5'],
    ['0.50', '0.5'],
    ['000123.4500', '123.45'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    ['1.5e3', '1500'],
    [0.1 + 0.2, '0.30000000000000004'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['9007199254740993', '9007199254740993'],
    [`${'9'.repeat(38)}.${'9'.repeat(38)}`, `${'9'.repeat(38)}.${'9'.repeat(38)}`],
    [`-${'9'.repeat(38)}.${'9'.repeat(38)}0`, `-${'9'.repeat(38)}.${'9'.repeat(38)}`],
    [null, null],
  ],
  seen_at: [
    ['2026-02-03T14:30:00Z', '2026-02-03T14:30:00.000000Z'],
    ['2026-02-03T14:30:00.5Z', '2026-02-03T14:30:00.500000Z'],
    ['2026-02-03T14:30:00.123456Z', '2026-02-03T14:30:00.123456Z'],
    ['2026-02-03T14:30:00.123456789Z', '2026-02-03T14:30:00.123456Z'],
    ['2026-02-03T14:30:00.999999999Z', '2026-02-03T14:30:00.999999Z'],
    ['2026-02-03T14:30:00+09:00', '2026-02-03T05:30:00.000000Z'],
    ['2025-12-31T20:00:00-05:30', '2026-01-01T01:30:00.000000Z'],
    ['1969-12-31T23:59:59.000001Z', '1969-12-31T23:59:59.000001Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
    [null, null],
  ],
  copies: [
    [0, 0],
    [-1, -1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ],
  is_lent: [
    [true, true],
    [false, false],
  ],
  title: [
    ['', ''],
    ['무선 이어폰 👍 “x” \\ \n\t', '무선 이어폰 👍 “x” \\ \n\t'],
    ['NULL', 'NULL'],
    ['{a,b}', '{a,b}'],
    ['x'.repeat(100_000), 'x'.repeat(100_000)],
    [null, null],
  ],
  notes: [
    [
      { a: [1, { b: null }], 가: '나' },
      { a: [1, { b: null }], 가: '나' },
    ],
    [[], []],
    ['text', 'text'],
    ['"quoted"', '"quoted"'],
    [13.37, 13.37],
    [false, false],
    [null, null],
  ],
};

const modes: readonly Projection['mode'][] = ['inline', 'async'];

export const valueCases: readonly ConformanceCase<EventStoreHarness>[] = modes.flatMap((mode) =>
  Object.entries(examples).map(([column, values]) => ({
    name: `${mode}: values of a column of type ${shelfModel.columns[column] ?? 'none'} are read in their canonical form`,
    run: (harness: EventStoreHarness) => writeAndRead(harness, mode, column, values),
  })),
);

/** Each value is written by an insert at one place and by an update at another. */
async function writeAndRead(
  harness: EventStoreHarness,
  mode: Projection['mode'],
  column: string,
  values: readonly ValueExample[],
): Promise<void> {
  const writer = await writers[mode](harness);
  const model = shelfModel.name;
  await writer.write(
    values.flatMap(([given], nth) => [
      { op: 'insert', model, row: { ...place('inserted', nth), [column]: given } },
      { op: 'insert', model, row: place('updated', nth) },
      { op: 'update', model, key: place('updated', nth), set: { [column]: given } },
    ]),
  );
  for (const [nth, [given, read]] of values.entries()) {
    for (const shelf of ['inserted', 'updated']) {
      const row = await writer.instance.readModels.get(shelfModel, place(shelf, nth));
      assert.deepEqual(row?.[column], read, `${shelf} ${column} of ${JSON.stringify(given)}`);
    }
  }
}

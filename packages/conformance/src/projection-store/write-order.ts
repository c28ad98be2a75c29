import assert from 'node:assert/strict';
import type { Projection, ReadModelWrite, Row } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { place, shelfModel, shelfTallyModel } from './shelf-models.js';
import { writers } from './writing.js';

const here = place('a', 1);
const atNoon = '2026-02-03T12:00:00Z';
const canonicalNoon = '2026-02-03T12:00:00.000000Z';
const newRow: Row = {
  ...here,
  title: null,
  copies: 1,
  price: null,
  is_lent: false,
  seen_at: null,
  notes: null,
  checked_at: null,
};
const newTally: Row = { ...here, copies: 0, price: null, seen_at: null };

/** The rows after these writes, applied in this order. Null means that there is no row. */
interface WriteExample {
  readonly what: string;
  readonly writes: readonly ReadModelWrite[];
  readonly book?: Row | null;
  readonly tally?: Row | null;
  /** Mirrors read another row, and inline projections may not. */
  readonly modes?: readonly Projection['mode'][];
}

const examples: readonly WriteExample[] = [
  { what: 'an insert adds a row, with defaults', writes: [insert()], book: newRow },
  {
    what: 'an insert adds its fields, and ignores fields that are not columns written by events',
    writes: [insert({ title: 'On a', copies: 7, colour: 'red', checked_at: atNoon, arrival: 99 })],
    book: { ...newRow, title: 'On a', copies: 7 },
  },
  {
    what: 'a second insert does not change the row',
    writes: [insert({ title: 'first' }), insert({ title: 'second', copies: 5 })],
    book: { ...newRow, title: 'first' },
  },
  {
    what: 'an update sets columns, even to null',
    writes: [insert({ title: 'On a', price: 5 }), update({ title: null, copies: 3 })],
    book: { ...newRow, price: '5', copies: 3 },
  },
  {
    what: 'the last of several updates of a column wins',
    writes: [
      insert(),
      update({ title: '1', copies: 1 }),
      update({ title: '2' }),
      update({ copies: 9 }),
    ],
    book: { ...newRow, title: '2', copies: 9 },
  },
  {
    what: 'an update of a missing row does nothing, even if the row is inserted after it',
    writes: [update({ title: 'too early' }), insert()],
    book: newRow,
  },
  { what: 'an update alone creates no row', writes: [update({ title: 'x' })], book: null },
  {
    what: 'an insert between updates: only the later update applies',
    writes: [update({ title: 'before' }), insert({ title: 'new' }), update({ title: 'after' })],
    book: { ...newRow, title: 'after' },
  },
  {
    what: 'accumulating creates a missing row, from zero and from null',
    writes: [accumulate({ copies: 2, price: 0.1 }, { seen_at: atNoon })],
    tally: { ...newTally, copies: 2, price: '0.1', seen_at: canonicalNoon },
  },
  {
    what: 'a row created by accumulating has its other defaults',
    writes: [{ op: 'accumulate', model: shelfModel.name, key: here, add: { price: 2 } }],
    book: { ...newRow, price: '2' },
  },
  {
    what: 'raising creates a missing row from null, whatever the default of the column is',
    writes: [
      { op: 'accumulate', model: shelfModel.name, key: here, max: { copies: -2 } },
      accumulate({}, { copies: -3 }),
    ],
    book: { ...newRow, copies: -2 },
    tally: { ...newTally, copies: -3 },
  },
  {
    what: 'accumulating adds exactly, from null as from zero',
    writes: [
      ...Array.from({ length: 3 }, () => accumulate({ price: 0.1 })),
      accumulate({ price: '12345678901234567890.12' }),
      accumulate({ price: '-0.02', copies: -5 }),
    ],
    tally: { ...newTally, price: '12345678901234567890.4', copies: -5 },
  },
  {
    what: 'raising keeps the later time, by its instant and not by its text',
    writes: [
      accumulate({}, { seen_at: '2026-02-03T23:30:00+09:00' }),
      accumulate({}, { seen_at: '2026-02-03T14:29:59.999999Z' }),
      accumulate({}, { seen_at: '2026-02-03T14:30:00.000001Z' }),
      accumulate({}, { seen_at: '2026-02-03T12:30:00Z' }),
    ],
    tally: { ...newTally, seen_at: '2026-02-03T14:30:00.000001Z' },
  },
  {
    what: 'raising keeps the higher number, by its value and not by its text',
    writes: [
      accumulate({}, { price: '9.5', copies: 9 }),
      accumulate({}, { price: '10.25', copies: 10 }),
      accumulate({}, { price: '-100', copies: 2 }),
    ],
    tally: { ...newTally, price: '10.25', copies: 10 },
  },
  {
    what: 'an insert does not change a row that accumulating has created',
    writes: [
      { op: 'accumulate', model: shelfModel.name, key: here, add: { copies: 4 } },
      insert({ title: 'too late', copies: 9 }),
      update({ is_lent: true }),
    ],
    book: { ...newRow, copies: 4, is_lent: true },
  },
  {
    what: 'accumulating adds to the values of an insert',
    writes: [
      insert({ copies: 5 }),
      { op: 'accumulate', model: shelfModel.name, key: here, add: { copies: 4, price: 1.5 } },
    ],
    book: { ...newRow, copies: 9, price: '1.5' },
  },
  {
    what: 'a mirror copies columns to the row of the same key',
    writes: [insert(), accumulate({ copies: 2 }, { seen_at: atNoon }), mirror()],
    book: { ...newRow, copies: 2, seen_at: canonicalNoon },
    modes: ['async'],
  },
  {
    what: 'a mirror copies the values at its place in the order',
    writes: [
      insert(),
      accumulate({ copies: 2 }),
      mirror(),
      accumulate({ copies: 3 }, { seen_at: atNoon }),
    ],
    book: { ...newRow, copies: 2 },
    tally: { ...newTally, copies: 5, seen_at: canonicalNoon },
    modes: ['async'],
  },
  {
    what: 'a mirror without a target row does nothing, even if that row is inserted after it',
    writes: [accumulate({ copies: 2 }), mirror(), insert()],
    book: newRow,
    modes: ['async'],
  },
  {
    what: 'a mirror without a source row does nothing',
    writes: [insert({ copies: 6 }), mirror(), accumulate({ copies: 2 })],
    book: { ...newRow, copies: 6 },
    modes: ['async'],
  },
  {
    what: 'a mirror between an insert and an update: the update wins',
    writes: [accumulate({ copies: 2 }), insert({ copies: 6 }), mirror(), update({ copies: 8 })],
    book: { ...newRow, copies: 8 },
    modes: ['async'],
  },
  { what: 'a delete removes a row', writes: [insert(), remove()], book: null },
  {
    what: 'a delete of a missing row does nothing',
    writes: [remove(), insert()],
    book: newRow,
  },
  {
    what: 'a row that is inserted after its deletion is a new one',
    writes: [insert({ title: 'first', price: 5 }), update({ copies: 3 }), remove(), insert()],
    book: newRow,
  },
  {
    what: 'a key that is inserted and deleted repeatedly is in the state of the last change',
    writes: [
      ...Array.from({ length: 20 }, (_, nth) => [insert({ title: `${nth}` }), remove()]).flat(),
      insert({ title: 'last' }),
    ],
    book: { ...newRow, title: 'last' },
  },
  {
    what: 'an update after a delete does nothing',
    writes: [insert(), remove(), update({ title: 'too late' })],
    book: null,
  },
  {
    what: 'accumulating after a delete starts from null again',
    writes: [
      accumulate({ copies: 2, price: 5 }, { seen_at: atNoon }),
      removeTally(),
      accumulate({ copies: 3 }),
    ],
    tally: { ...newTally, copies: 3 },
  },
  {
    what: 'a delete removes only the row of its key',
    writes: [
      insert(),
      { op: 'insert', model: shelfModel.name, row: place('a', 2) },
      { op: 'insert', model: shelfModel.name, row: place('b', 1) },
      { op: 'delete', model: shelfModel.name, key: place('a', 2) },
      { op: 'delete', model: shelfModel.name, key: place('b', 1) },
      { op: 'delete', model: shelfTallyModel.name, key: here },
    ],
    book: newRow,
  },
  {
    what: 'a mirror copies from a row that is deleted after it',
    writes: [insert(), accumulate({ copies: 2 }, { seen_at: atNoon }), mirror(), removeTally()],
    book: { ...newRow, copies: 2, seen_at: canonicalNoon },
    tally: null,
    modes: ['async'],
  },
  {
    what: 'a mirror does nothing after the delete of its source row',
    writes: [
      insert({ copies: 6 }),
      accumulate({ copies: 2 }),
      mirror(),
      accumulate({ copies: 3 }),
      removeTally(),
      mirror(),
    ],
    book: { ...newRow, copies: 2 },
    tally: null,
    modes: ['async'],
  },
  {
    what: 'a mirror copies to a row that was deleted and inserted again',
    writes: [insert(), accumulate({ copies: 2 }), remove(), mirror(), insert(), mirror()],
    book: { ...newRow, copies: 2 },
    modes: ['async'],
  },
];

export const writeOrderCases: readonly ConformanceCase<EventStoreHarness>[] = examples.flatMap(
  (example) =>
    (example.modes ?? ['inline', 'async']).flatMap((mode) => [
      {
        name: `${mode}: ${example.what}`,
        run: (harness: EventStoreHarness) => runExample(harness, mode, example, 'together'),
      },
      {
        name: `${mode}, write by write: ${example.what}`,
        run: (harness: EventStoreHarness) => runExample(harness, mode, example, 'one by one'),
      },
    ]),
);

async function runExample(
  harness: EventStoreHarness,
  mode: Projection['mode'],
  { writes, book, tally }: WriteExample,
  pace: 'together' | 'one by one',
): Promise<void> {
  const writer = await writers[mode](harness);
  if (pace === 'together') await writer.write(writes);
  else for (const write of writes) await writer.write([write]);
  const { readModels } = writer.instance;
  if (book !== undefined) assertRow(await readModels.get(shelfModel, here), book);
  if (tally !== undefined) assertRow(await readModels.get(shelfTallyModel, here), tally);
}

function assertRow(actual: Row | undefined, expected: Row | null): void {
  if (expected === null || actual === undefined) {
    assert.equal(actual ?? null, expected);
    return;
  }
  const columns = Object.keys(expected);
  assert.deepEqual(Object.fromEntries(columns.map((name) => [name, actual[name]])), expected);
}

function insert(row: Row = {}): ReadModelWrite {
  return { op: 'insert', model: shelfModel.name, row: { ...here, ...row } };
}

function update(set: Row): ReadModelWrite {
  return { op: 'update', model: shelfModel.name, key: here, set };
}

function accumulate(add: Row, max: Row = {}): ReadModelWrite {
  return { op: 'accumulate', model: shelfTallyModel.name, key: here, add, max };
}

function remove(): ReadModelWrite {
  return { op: 'delete', model: shelfModel.name, key: here };
}

function removeTally(): ReadModelWrite {
  return { op: 'delete', model: shelfTallyModel.name, key: here };
}

function mirror(): ReadModelWrite {
  return {
    op: 'mirror',
    from: shelfTallyModel.name,
    model: shelfModel.name,
    key: here,
    columns: ['copies', 'seen_at'],
  };
}

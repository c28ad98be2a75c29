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

/** What writes, made in this order, lead to; a row that is null is none. */
interface WriteExample {
  readonly what: string;
  readonly writes: readonly ReadModelWrite[];
  readonly book?: Row | null;
  readonly tally?: Row | null;
  /** Mirrors read another row, which inline projections do not. */
  readonly modes?: readonly Projection['mode'][];
}

const examples: readonly WriteExample[] = [
  { what: 'an insert adds a row, with defaults', writes: [insert()], book: newRow },
  {
    what: 'an insert adds what it has, and ignores fields that are no columns of events',
    writes: [insert({ title: 'On a', copies: 7, colour: 'red', checked_at: atNoon, arrival: 99 })],
    book: { ...newRow, title: 'On a', copies: 7 },
  },
  {
    what: 'a second insert leaves the row as it is',
    writes: [insert({ title: 'first' }), insert({ title: 'second', copies: 5 })],
    book: { ...newRow, title: 'first' },
  },
  {
    what: 'an update sets columns, to nothing as well',
    writes: [insert({ title: 'On a', price: 5 }), update({ title: null, copies: 3 })],
    book: { ...newRow, price: '5', copies: 3 },
  },
  {
    what: 'the last of several updates of a column stays',
    writes: [
      insert(),
      update({ title: '1', copies: 1 }),
      update({ title: '2' }),
      update({ copies: 9 }),
    ],
    book: { ...newRow, title: '2', copies: 9 },
  },
  {
    what: 'an update where there is no row does nothing, also when the row comes after it',
    writes: [update({ title: 'too early' }), insert()],
    book: newRow,
  },
  { what: 'an update alone makes no row', writes: [update({ title: 'x' })], book: null },
  {
    what: 'an insert between updates: the one behind it counts',
    writes: [update({ title: 'before' }), insert({ title: 'new' }), update({ title: 'after' })],
    book: { ...newRow, title: 'after' },
  },
  {
    what: 'accumulating makes the row where it is missing, from zero and from nothing',
    writes: [accumulate({ copies: 2, price: 0.1 }, { seen_at: atNoon })],
    tally: { ...newTally, copies: 2, price: '0.1', seen_at: canonicalNoon },
  },
  {
    what: 'a row made by accumulating has its other defaults',
    writes: [{ op: 'accumulate', model: shelfModel.name, key: here, add: { price: 2 } }],
    book: { ...newRow, price: '2' },
  },
  {
    what: 'accumulating adds to the very digit, from nothing as from zero',
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
    what: 'an insert leaves a row as it is that accumulating has made',
    writes: [
      { op: 'accumulate', model: shelfModel.name, key: here, add: { copies: 4 } },
      insert({ title: 'too late', copies: 9 }),
      update({ is_lent: true }),
    ],
    book: { ...newRow, copies: 4, is_lent: true },
  },
  {
    what: 'accumulating goes on from what an insert has given',
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
    what: 'a mirror copies what is there at its turn',
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
    what: 'a mirror without a row to copy to does nothing, also when that row comes after it',
    writes: [accumulate({ copies: 2 }), mirror(), insert()],
    book: newRow,
    modes: ['async'],
  },
  {
    what: 'a mirror without a row to copy from does nothing',
    writes: [insert({ copies: 6 }), mirror(), accumulate({ copies: 2 })],
    book: { ...newRow, copies: 6 },
    modes: ['async'],
  },
  {
    what: 'a mirror between an insert and an update: the one behind wins',
    writes: [accumulate({ copies: 2 }), insert({ copies: 6 }), mirror(), update({ copies: 8 })],
    book: { ...newRow, copies: 8 },
    modes: ['async'],
  },
  { what: 'a delete removes a row', writes: [insert(), remove()], book: null },
  {
    what: 'a delete where there is no row does nothing',
    writes: [remove(), insert()],
    book: newRow,
  },
  {
    what: 'a row that is inserted after its deletion is a new one',
    writes: [insert({ title: 'first', price: 5 }), update({ copies: 3 }), remove(), insert()],
    book: newRow,
  },
  {
    what: 'a key that is inserted and deleted again and again is as the last change leaves it',
    writes: [
      ...Array.from({ length: 20 }, (_, nth) => [insert({ title: `${nth}` }), remove()]).flat(),
      insert({ title: 'last' }),
    ],
    book: { ...newRow, title: 'last' },
  },
  {
    what: 'an update behind a delete does nothing',
    writes: [insert(), remove(), update({ title: 'too late' })],
    book: null,
  },
  {
    what: 'accumulating behind a delete starts again from nothing',
    writes: [
      accumulate({ copies: 2, price: 5 }, { seen_at: atNoon }),
      removeTally(),
      accumulate({ copies: 3 }),
    ],
    tally: { ...newTally, copies: 3 },
  },
  {
    what: 'a delete takes the row of its key only',
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
    what: 'a mirror copies from a row that is deleted behind it',
    writes: [insert(), accumulate({ copies: 2 }, { seen_at: atNoon }), mirror(), removeTally()],
    book: { ...newRow, copies: 2, seen_at: canonicalNoon },
    tally: null,
    modes: ['async'],
  },
  {
    what: 'a mirror does nothing behind the delete of the row that it copies from',
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

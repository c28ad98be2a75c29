import { describe, expect, it } from 'vitest';
import { isPortError, type Projection, type ReadModel } from '@foldmart/core';
import { specFor, SpecificationError } from '@foldmart/core/testing';

const shelves: ReadModel = {
  name: 'shelves',
  key: ['shelf'],
  columns: { shelf: 'text', books: 'integer', worth: 'decimal', seen_at: 'timestamp' },
  defaults: { books: 0 },
};

const shelving: Projection = {
  name: 'shelving',
  version: 1,
  mode: 'async',
  models: [shelves],
  handles: ['book_shelved'],
  project({ data: { shelf, worth } }) {
    if (shelf === 'none') throw new RangeError('no such shelf');
    return [{ op: 'accumulate', model: 'shelves', key: { shelf }, add: { books: 1, worth } }];
  },
};

function shelved(shelf: string, worth: number | string) {
  return { type: 'book_shelved', data: { shelf, worth } };
}

const events = [shelved('b', 13.37), shelved('a', '0.1'), shelved('a', 0.2)];
const rows = [
  { shelf: 'a', books: 2, worth: '0.30' },
  { shelf: 'b', books: 1, worth: 13.37 },
];

function complaint(work: () => void): SpecificationError {
  try {
    work();
  } catch (error) {
    if (error instanceof SpecificationError) return error;
    throw error;
  }
  throw new Error('the specification holds');
}

/** The same projection with some parts replaced. */
function spoilt(change: Partial<Projection>) {
  return specFor({ ...shelving, ...change }).given(events);
}

describe('the specification of a projection', () => {
  it('holds if the events produce these rows, in any order of the rows', () => {
    specFor(shelving).given(events).then({ shelves: rows });
    specFor(shelving).given(events).then({ shelves: rows.toReversed() });
    specFor(shelving).given([]).then({ shelves: [] });
  });

  it('shows which column of which row differs, and missing and extra rows', () => {
    const spec = specFor(shelving).given(events);
    const [a, b] = rows;
    const other = complaint(() => spec.then({ shelves: [a!, { ...b!, worth: 13.38 }] }));
    expect(other.message).toContain('row b.worth: expected "13.38", but it is "13.37"');
    expect(other.expected).toMatchObject([{ shelf: 'a' }, { shelf: 'b', worth: '13.38' }]);
    expect(other.actual).toMatchObject([{ shelf: 'a' }, { shelf: 'b', worth: '13.37' }]);
    expect(() => spec.then({ shelves: [b!] })).toThrow('row a: expected nothing');
    expect(() => spec.then({ shelves: [...rows, { shelf: 'c' }] })).toThrow('but it is nothing');
  });

  it('refuses expected rows that no projection could write', () => {
    const spec = specFor(shelving).given(events);
    expect(() => spec.then({ shelfs: [] })).toThrow('writes shelfs, only shelves');
    expect(() => spec.then({ shelves: [{ shelf: 'a', bokos: 2 }] })).toThrow('has no bokos');
    expect(() => spec.then({ shelves: [rows[0]!, rows[0]!] })).toThrow('share a key');
  });

  it('drops redelivered events, as every store does', () => {
    const twice = events.map((event, index) => ({ ...event, id: `book-${String(index)}` }));
    specFor(shelving)
      .given([...twice, ...twice])
      .then({ shelves: rows });
  });

  it('does not hold if folding the events a second time gives other rows', () => {
    const calls = new Map<string, number>();
    const counting = spoilt({
      project({ id }) {
        const count = calls.get(id) ?? 0;
        calls.set(id, count + 1);
        const books = Math.floor(count / 2);
        return [{ op: 'insert', model: 'shelves', row: { shelf: id, books } }];
      },
    });
    const first = ['event-1', 'event-2', 'event-3'].map((shelf) => ({ shelf }));
    expect(() => counting.then({ shelves: first })).toThrow('ends elsewhere');
  });

  it('does not hold for a projection that is not pure, or that changes its event', () => {
    let counted = 0;
    const counting = spoilt({
      project: () => [{ op: 'insert', model: 'shelves', row: { shelf: String((counted += 1)) } }],
    });
    expect(() => counting.then({})).toThrow('not pure');
    const changing = spoilt({
      project: ({ data }) => {
        (data as Record<string, unknown>)['shelf'] = 'mine';
        return [];
      },
    });
    expect(() => changing.then({})).toThrow('data.shelf: expected "b", but it is "mine"');
  });

  it('does not hold if it writes to or copies from a model that it does not declare', () => {
    const key = { shelf: 'a' };
    const writing = spoilt({ project: () => [{ op: 'insert', model: 'rooms', row: key }] });
    expect(() => writing.then({})).toThrow('uses rooms, which it does not declare');
    const copying = spoilt({
      project: () => [{ op: 'mirror', from: 'rooms', model: 'shelves', key, columns: [] }],
    });
    expect(() => copying.then({})).toThrow('uses rooms');
  });

  it('does not hold for events that no store would pass to the projection', () => {
    const unlisted = specFor(shelving).given([{ type: 'book_sold', data: {} }]);
    expect(() => unlisted.then({})).toThrow('No event book_sold is ever shown to shelving');
  });

  it('specifies how a projection fails', () => {
    const failing = specFor(shelving).given([shelved('none', 1)]);
    failing.thenFails(isPortError, 'no such shelf');
    expect(() => failing.thenFails('another')).toThrow('another error than');
    expect(() => failing.then({})).toThrow('no such shelf');
    expect(() => specFor(shelving).given(events).thenFails()).toThrow('can be projected');
    specFor(shelving)
      .given([shelved('a', 'much')])
      .thenFails('worth is not a valid decimal');
  });

  it('specifies what is skipped, because it throws or because its rows do not fit', () => {
    const skipping = specFor({ ...shelving, onFailure: 'skip' });
    const skipped = (id: string, detail: string) => ({
      projection: 'shelving',
      event_id: id,
      version: 1,
      event_type: 'book_shelved',
      detail,
    });
    skipping.given([shelved('none', 1), shelved('a', 'much'), shelved('a', 1)]).then({
      shelves: [{ shelf: 'a', books: 1, worth: 1 }],
      projection_failures: [
        skipped('event-1', 'no such shelf'),
        skipped('event-2', 'shelves.worth is not a valid decimal: "much"'),
      ],
    });
  });

  it('passes each event to several projections that share models, in their order', () => {
    const names: ReadModel = {
      name: 'names',
      key: ['shelf'],
      columns: { shelf: 'text', books: 'integer' },
    };
    const naming: Projection = {
      ...shelving,
      name: 'naming',
      models: [names, shelves],
      project: ({ data: { shelf } }) => [
        { op: 'insert', model: 'names', row: { shelf } },
        { op: 'mirror', from: 'shelves', model: 'names', key: { shelf }, columns: ['books'] },
      ],
    };
    const inTurn = [
      { shelf: 'a', books: 2 },
      { shelf: 'b', books: 1 },
    ];
    specFor(shelving, naming).given(events).then({ names: inTurn });
    expect(() => specFor(naming, shelving).given(events).then({ names: inTurn })).toThrow('row a');
  });
});

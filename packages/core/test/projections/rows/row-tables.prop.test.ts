import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  RowTables,
  UnstorableError,
  type ReadModel,
  type ReadModelWrite,
  type Row,
} from '@foldmart/core';
import { prepareChange, PreparedWrites } from '../../../src/projections/rows/index.js';

const counts: ReadModel = {
  name: 'counts',
  key: ['shelf', 'place'],
  columns: { shelf: 'text', place: 'integer', copies: 'integer', seen_at: 'timestamp' },
  operational: { checked_at: 'timestamp' },
};
const sums: ReadModel = { ...counts, name: 'sums' };

const anyKey = fc.record({
  shelf: fc.constantFrom('a', 'é', '한', '\uffee', '😀'),
  place: fc.integer({ min: -12, max: 12 }),
});

const anyWrite: fc.Arbitrary<ReadModelWrite> = fc.oneof(
  fc.record({
    op: fc.constant('insert' as const),
    model: fc.constantFrom('counts', 'sums'),
    row: fc.tuple(anyKey, fc.nat(9)).map(([key, copies]): Row => ({ ...key, copies })),
  }),
  fc.record({
    op: fc.constant('accumulate' as const),
    model: fc.constantFrom('counts', 'sums'),
    key: anyKey,
    add: fc.record({ copies: fc.integer({ min: -5, max: 5 }) }),
  }),
  fc.record({
    op: fc.constant('mirror' as const),
    model: fc.constant('counts'),
    from: fc.constant('sums'),
    key: anyKey,
    columns: fc.constant(['copies']),
  }),
);

function newTables(): RowTables {
  return new RowTables([counts, sums]);
}

function allRows(tables: RowTables): readonly (readonly Row[])[] {
  return ['counts', 'sums'].map((model) => tables.scan(model, { limit: 1_000 }));
}

describe('row tables', () => {
  it('apply changes that were prepared together as if each was prepared after the previous one', () => {
    fc.assert(
      fc.property(fc.array(anyWrite, { maxLength: 40 }), (writes) => {
        const [together, oneByOne] = [
          new RowTables([counts, sums]),
          new RowTables([counts, sums, counts]),
        ];
        together.apply(writes);
        for (const write of writes) oneByOne.apply([write]);
        expect(allRows(together)).toEqual(allRows(oneByOne));
      }),
    );
  });

  it('change nothing if one of the changes does not fit', () => {
    fc.assert(
      fc.property(
        fc.array(anyWrite, { maxLength: 10 }),
        fc.array(anyWrite, { maxLength: 10 }),
        (before, writes) => {
          const tables = new RowTables([counts, sums]);
          tables.apply(before);
          const rows = allRows(tables);
          const misfit: ReadModelWrite = { op: 'insert', model: 'sums', row: { shelf: 'a' } };
          expect(() => tables.apply([...writes, misfit])).toThrow(UnstorableError);
          expect(allRows(tables)).toEqual(rows);
        },
      ),
    );
  });

  it('return rows in key order, text by its bytes, page by page', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyKey, { selector: ({ shelf, place }) => `${shelf} ${place}` }),
        fc.integer({ min: 1, max: 5 }),
        (keys, limit) => {
          const tables = new RowTables([counts]);
          tables.apply(keys.map((row) => ({ op: 'insert', model: 'counts', row })));
          const read: Row[] = [];
          for (;;) {
            const after = read.at(-1);
            const page = tables.scan('counts', after === undefined ? { limit } : { after, limit });
            if (page.length === 0) break;
            read.push(...page);
          }
          const expected = [...keys].sort(
            (one, other) =>
              Buffer.compare(Buffer.from(one.shelf), Buffer.from(other.shelf)) ||
              one.place - other.place,
          );
          expect(read.map(({ shelf, place }) => ({ shelf, place }))).toEqual(expected);
          expect([...tables.entries('counts')].map(({ arrival }) => arrival)).toEqual(
            keys.map((_key, index) => index + 1),
          );
        },
      ),
    );
  });

  it('have every column in a new row, including those that no event writes', () => {
    const tables = new RowTables([counts]);
    tables.apply([{ op: 'insert', model: 'counts', row: { shelf: 'a', place: '7', other: 1 } }]);
    expect(tables.get('counts', { shelf: 'a', place: 7 })).toEqual({
      shelf: 'a',
      place: 7,
      copies: null,
      seen_at: null,
      checked_at: null,
    });
  });

  it('do not affect a copy', () => {
    const tables = new RowTables([counts]);
    const add: ReadModelWrite = {
      op: 'accumulate',
      model: 'counts',
      key: { shelf: 'a', place: 1 },
      add: { copies: 1 },
    };
    tables.apply([add]);
    const copy = tables.table('counts').copy();
    tables.apply([add]);
    expect(copy.find({ shelf: 'a', place: 1 })?.['copies']).toBe(1);
    expect(tables.get('counts', { shelf: 'a', place: 1 })?.['copies']).toBe(2);
  });

  it('never change a row that was given out', () => {
    fc.assert(
      fc.property(
        fc.array(anyWrite, { maxLength: 20 }),
        fc.array(anyWrite, { maxLength: 20 }),
        (before, after) => {
          const tables = new RowTables([counts, sums]);
          tables.apply(before);
          for (const table of [tables.table('counts'), tables.table('sums')]) {
            const given = [
              ...table.scan({ limit: 1_000 }),
              ...Array.from(table.rows(), ([key, row]) => [row, table.get(key)]).flat(),
              ...Array.from(table.entries(), ({ row }) => row),
            ];
            const text = JSON.stringify(given);
            tables.apply(after);
            expect(JSON.stringify(given)).toBe(text);
            expect(given.every((row) => Object.isFrozen(row))).toBe(true);
          }
        },
      ),
    );
  });

  it('change apart, although one prepared change was made in both', () => {
    fc.assert(
      fc.property(fc.array(anyWrite, { maxLength: 20 }), anyWrite, (writes, last) => {
        const [one, other, alone] = [newTables(), newTables(), newTables()];
        for (const write of writes) {
          const change = prepareChange(write.model === 'counts' ? counts : sums, write);
          for (const tables of [one, other]) {
            change.make(tables.table(write.model), tables.table('sums'));
          }
          alone.apply([write]);
        }
        one.apply([last]);
        expect(allRows(other)).toEqual(allRows(alone));
      }),
    );
  });

  it('make prepared changes in their order, and once', () => {
    const tables = newTables();
    const key = { shelf: 'a', place: 1 };
    const writes = new PreparedWrites((model) => tables.table(model));
    writes.add({ op: 'accumulate', model: 'sums', key, add: { copies: 2 } });
    writes.add({ op: 'insert', model: 'counts', row: key });
    writes.add({ op: 'mirror', model: 'counts', from: 'sums', key, columns: ['copies'] });
    writes.add({ op: 'accumulate', model: 'sums', key, add: { copies: 3 } });
    writes.make();
    writes.make();
    expect(tables.get('counts', key)).toMatchObject({ copies: 2 });
    expect(tables.get('sums', key)).toMatchObject({ copies: 5 });
  });

  it('refuse two definitions of one model, and models that they do not have', () => {
    const other = { ...counts, columns: { shelf: 'text', place: 'integer' } } as const;
    expect(() => new RowTables([counts, other])).toThrow('defined in two ways');
    expect(() => new RowTables([counts]).get('sums', {})).toThrow('no read model sums');
  });
});

import { planFind, RowTable, type ReadModel, type Row } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const copies: ReadModel = {
  name: 'copies',
  key: ['nth'],
  columns: { nth: 'integer', shelf: 'text' },
  indexes: [['shelf']],
};

function tableOf(...rows: readonly Row[]): RowTable {
  const table = new RowTable(copies);
  for (const row of rows) table.insert(String(row['nth']), Object.freeze({ ...row }));
  return table;
}

function onShelf(table: RowTable, shelf: string): readonly unknown[] {
  const plan = planFind(copies, { index: ['shelf'], where: { shelf }, limit: 10 });
  return table.select(plan).map(({ nth }) => nth);
}

const [ten, nine] = [
  { nth: 10, shelf: 'a' },
  { nth: 9, shelf: 'b' },
];

describe('a table of rows', () => {
  it('has its rows in the order of their arrival, with the texts of their keys', () => {
    const table = tableOf(ten, nine);
    expect([...table.rows()]).toEqual([
      ['10', ten],
      ['9', nine],
    ]);
    expect([...table.entries()]).toEqual([
      { row: ten, arrival: 1 },
      { row: nine, arrival: 2 },
    ]);
    expect([table.size, table.has('9'), table.has('8')]).toEqual([2, true, false]);
  });

  it('keeps the first row that is inserted with a key', () => {
    const table = tableOf(ten, { ...ten, shelf: 'c' });
    expect(table.get('10')).toEqual(ten);
    expect(table.size).toBe(1);
  });

  it('replaces a row that is put, and keeps its number of arrival', () => {
    const table = tableOf(ten, nine);
    table.put('10', { ...ten, shelf: 'c' });
    table.put('8', { nth: 8, shelf: 'd' });
    expect([...table.entries()].map(({ row, arrival }) => [row['shelf'], arrival])).toEqual([
      ['c', 1],
      ['b', 2],
      ['d', 3],
    ]);
  });

  it.each(['put', 'draft', 'insert', 'delete', 'take', 'drain'] as const)(
    'forgets the orders of its rows at %s',
    (change) => {
      const table = tableOf(ten, nine);
      expect(table.scan({ limit: 9 }).map(({ nth }) => nth)).toEqual([9, 10]);
      expect(onShelf(table, 'a')).toEqual([10]);
      const changes = {
        put: () => table.put('10', { nth: 10, shelf: 'b' }),
        draft: () => Object.assign(table.draft('10')!, { shelf: 'b' }),
        insert: () => table.insert('11', Object.freeze({ nth: 11, shelf: 'a' })),
        delete: () => table.delete('10'),
        take: () => expect(table.take('10')).toEqual(ten),
        drain: () =>
          expect([...table.drain()]).toEqual([
            ['10', ten],
            ['9', nine],
          ]),
      };
      changes[change]();
      const rows = [...table.rows()].map(([, row]) => row);
      const left = rows.sort((one, other) => Number(one['nth']) - Number(other['nth']));
      expect(table.scan({ limit: 9 })).toEqual(left);
      const onA = left.filter(({ shelf }) => shelf === 'a').map(({ nth }) => nth);
      expect(onShelf(table, 'a')).toEqual(onA);
    },
  );

  it('has no row where none is', () => {
    const table = tableOf(ten);
    expect(table.take('9')).toBeUndefined();
    expect(table.draft('9')).toBeUndefined();
    expect(table.peek('9')).toBeUndefined();
    table.delete('9');
    expect(table.size).toBe(1);
    expect(tableOf().scan({ limit: 1 })).toEqual([]);
  });

  it('counts arrivals on in a copy', () => {
    const copy = tableOf(ten).copy();
    copy.insert('9', Object.freeze(nine));
    expect([...copy.entries()].map(({ arrival }) => arrival)).toEqual([1, 2]);
  });
});

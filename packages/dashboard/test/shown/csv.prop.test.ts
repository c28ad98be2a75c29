import { fc, it } from '@fast-check/vitest';
import { expect } from 'vitest';
import { csvOf } from '../../src/shown/csv.js';

const cells = fc.option(
  fc.oneof(
    fc.string(),
    fc.constantFrom(
      '=1+1',
      '+1',
      '-1+1',
      '@a',
      '\t=1',
      '\r=1',
      '\n=1',
      ' =1',
      '"',
      'a,b',
      'a\nb',
      '-12.5',
      '1e9',
    ),
  ),
  { nil: null },
);

it.prop([fc.array(fc.tuple(cells, cells), { maxLength: 5 })])(
  'CSV gives back every cell, and none of them is a formula',
  (rows) => {
    const text = csvOf({ columns: [{ name: 'one' }, { name: '=two' }], rows });
    const [head, ...parsed] = parse(text);
    expect(head).toEqual(['one', "'=two"]);
    expect(
      parsed.map((row) => row.map((cell) => cell.replace(/^'(?=\s*[=+\-@\t\r])/, ''))),
    ).toEqual(rows.map((row) => row.map((cell) => unquoted(cell ?? ''))));
    for (const cell of parsed.flat()) {
      expect(/^\s*[=+@]|^-(?!\d+(\.\d+)?(e[+-]?\d+)?$)/i.test(cell)).toBe(false);
    }
  },
);

/** A cell may have begun with an apostrophe and a formula of its own. */
function unquoted(cell: string): string {
  return cell.replace(/^'(?=\s*[=+\-@\t\r])/, '');
}

/** A parser of its own, as RFC 4180 defines the format. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    if (cell.lastIndex === text.length) break;
  }
  return rows;
}

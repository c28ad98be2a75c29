import { copyLines, copyText } from '../../connection/copy-text.js';
import { prepare, type CopyStatement, type Statement } from '../../connection/statement.js';
import { textArray } from '../../connection/text-array.js';

/** A table of the ledger, and the columns that are written. */
export interface NewRowsTable {
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Below this, COPY costs more than it saves. */
const fewestToCopy = 8;

/** The statements that insert rows; they fail with a unique violation if one of them exists. */
export function rowStatements<Item>(
  { table, columns }: NewRowsTable,
  items: readonly Item[],
  fieldsOf: (item: Item) => readonly (string | null)[],
): readonly (Statement | CopyStatement)[] {
  if (items.length === 0) return [];
  const names = columns.map(({ name }) => name).join(', ');
  if (items.length >= fewestToCopy) {
    const copyData = copyLines(items, (item) => lineOf(fieldsOf(item)));
    return [{ text: `COPY ${table} (${names}) FROM STDIN`, copyData }];
  }
  const selected = columns.map(({ name, type }) => `${name}::${type}`).join(', ');
  const arrays = columns.map((_column, index) => `$${String(index + 1)}::text[]`).join(', ');
  const rows = items.map(fieldsOf);
  return [
    {
      ...prepare(
        `INSERT INTO ${table} (${names}) SELECT ${selected} FROM unnest(${arrays}) AS input (${names})`,
      ),
      values: columns.map((_column, index) => textArray(rows.map((row) => row[index] ?? null))),
    },
  ];
}

function lineOf(fields: readonly (string | null)[]): string {
  let line = '';
  for (const field of fields) line += line === '' ? copyText(field) : `\t${copyText(field)}`;
  return `${line}\n`;
}

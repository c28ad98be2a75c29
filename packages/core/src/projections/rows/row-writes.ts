import { addDecimals, compareDecimals } from '../../values/decimal.js';
import type {
  AccumulateRow,
  ColumnType,
  DeleteRow,
  InsertRow,
  MirrorRow,
  ReadModel,
  ReadModelWrite,
  Row,
  UpdateRow,
} from '../read-model.js';
import { assertWriteFits } from '../validate/validate-write.js';
import { toColumnValue } from './column-value.js';
import { toRowKey } from './row-key.js';
import type { RowTable } from './row-table.js';

/** Makes a change whose values fit. It cannot fail. */
export type PreparedWrite = () => void;

/** Finds the table of a read model, or throws. */
export type FindTable = (model: string) => RowTable;

/**
 * Checks a change and converts its values to their canonical form. Nothing changes until the function that it returns is
 * called.
 *
 * @throws UnstorableError if the change does not fit its model.
 */
export function prepareWrite(tables: FindTable, write: ReadModelWrite): PreparedWrite {
  const table = tables(write.model);
  assertWriteFits(write, (name) => tables(name).model);
  switch (write.op) {
    case 'insert':
      return prepareInsert(table, write);
    case 'update':
      return prepareUpdate(table, write);
    case 'accumulate':
      return prepareAccumulate(table, write);
    case 'mirror':
      return prepareMirror(table, tables(write.from), write);
    case 'delete':
      return prepareDelete(table, write);
  }
}

function prepareInsert(table: RowTable, { row }: InsertRow): PreparedWrite {
  const key = toRowKey(table.model, row).text;
  const whole = newRow(table.model, row);
  return () => {
    if (table.get(key) === undefined) table.put(key, whole);
  };
}

function prepareUpdate(table: RowTable, { key, set }: UpdateRow): PreparedWrite {
  const { text, columns } = toRowKey(table.model, key);
  const changes = { ...toColumns(table.model, set), ...columns };
  return () => {
    const row = table.get(text);
    if (row !== undefined) table.put(text, { ...row, ...changes });
  };
}

function prepareAccumulate(table: RowTable, write: AccumulateRow): PreparedWrite {
  const { text, columns } = toRowKey(table.model, write.key);
  const add = Object.entries(toColumns(table.model, write.add ?? {}));
  const max = Object.entries(toColumns(table.model, write.max ?? {}));
  const fresh = () => newRow(table.model, { ...columns, ...nothingIn(table.model, add, max) });
  return () => {
    const row = { ...(table.get(text) ?? fresh()) };
    for (const [column, value] of add) {
      row[column] = sum(table.model.columns[column], row[column], value);
    }
    for (const [column, value] of max) {
      row[column] = greater(table.model.columns[column], row[column], value);
    }
    table.put(text, row);
  };
}

function prepareMirror(
  table: RowTable,
  from: RowTable,
  { key, columns }: MirrorRow,
): PreparedWrite {
  const { text } = toRowKey(table.model, key);
  return () => {
    const [row, source] = [table.get(text), from.get(text)];
    if (row === undefined || source === undefined) return;
    const copied = columns.map((column) => [column, source[column] ?? null] as const);
    table.put(text, { ...row, ...Object.fromEntries(copied) });
  };
}

function prepareDelete(table: RowTable, { key }: DeleteRow): PreparedWrite {
  const { text } = toRowKey(table.model, key);
  return () => table.delete(text);
}

/** Those fields of `row` that are columns, in canonical form. */
function toColumns(model: ReadModel, row: Row): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const column in model.columns) {
    const type = model.columns[column];
    if (type === undefined || !Object.hasOwn(row, column)) continue;
    columns[column] = toColumnValue(type, row[column], `${model.name}.${column}`);
  }
  return columns;
}

/** A row with all columns, in canonical form: as given, else by default, else null. */
function newRow(model: ReadModel, given: Row): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const column in model.columns) row[column] = valueOf(model, column, given);
  for (const column in model.operational) row[column] = null;
  return row;
}

function valueOf(model: ReadModel, column: string, given: Row): unknown {
  const type = model.columns[column] ?? 'json';
  const path = `${model.name}.${column}`;
  const own = Object.hasOwn(given, column) ? toColumnValue(type, given[column], path) : null;
  return own ?? toColumnValue(type, model.defaults?.[column], `the default of ${path}`);
}

/** The initial values of a new row, whatever its defaults: sums at zero, maxima at null. */
function nothingIn(
  model: ReadModel,
  add: readonly (readonly [string, unknown])[],
  max: readonly (readonly [string, unknown])[],
): Row {
  const zeros = add.map(([column]) => [column, model.columns[column] === 'decimal' ? '0' : 0]);
  const nothing = max.map(([column]) => [column, null]);
  return Object.fromEntries([...nothing, ...zeros]) as Row;
}

function sum(type: ColumnType | undefined, one: unknown, other: unknown): unknown {
  if (other === null) return one;
  if (type === 'decimal') return addDecimals((one ?? '0') as string, other as string);
  return ((one ?? 0) as number) + (other as number);
}

function greater(type: ColumnType | undefined, one: unknown, other: unknown): unknown {
  if (other === null) return one;
  if (one === null || one === undefined) return other;
  if (type === 'decimal') {
    return compareDecimals(one as string, other as string) >= 0 ? one : other;
  }
  return (one as string | number) >= (other as string | number) ? one : other;
}

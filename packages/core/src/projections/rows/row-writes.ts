import { addDecimals, compareDecimals } from '../../values/decimal.js';
import type {
  AccumulateRow,
  ColumnType,
  DeleteRow,
  InsertRow,
  MirrorRow,
  ReadModel,
  ReadModelWrite,
  UpdateRow,
} from '../read-model.js';
import { assertWriteFits } from '../validate/validate-write.js';
import { firstRow, newRow, toAmounts } from './canonical-row.js';
import { toRowKey, type RowKey } from './row-key.js';
import type { RowTable } from './row-table.js';

/** Makes a change whose values fit. It cannot fail. */
export type PreparedWrite = () => void;

/** Finds the table of a read model, or throws. */
export type FindTable = (model: string) => RowTable;

/** A change in canonical form, which can be made in several tables of its model. */
export interface PreparedChange {
  /** The key of the row that changes. */
  readonly key: RowKey;
  /** Changes the row in `table`. A mirror copies from the row in `from`. It cannot fail. */
  readonly make: (table: RowTable, from: RowTable) => void;
}

/**
 * Checks a change and converts its values to their canonical form. Nothing changes until the function that it returns is
 * called.
 *
 * @throws UnstorableError if the change does not fit its model.
 */
export function prepareWrite(tables: FindTable, write: ReadModelWrite): PreparedWrite {
  const table = tables(write.model);
  assertWriteFits(write, (name) => tables(name).model);
  const from = write.op === 'mirror' ? tables(write.from) : table;
  const { make } = prepareChange(table.model, write);
  return () => {
    make(table, from);
  };
}

/**
 * Converts the values of a change to their canonical form. The change must fit its model, see {@link assertWriteFits}.
 *
 * @throws UnstorableError if a value does not fit its column.
 */
export function prepareChange(model: ReadModel, write: ReadModelWrite): PreparedChange {
  switch (write.op) {
    case 'insert':
      return insertion(model, write);
    case 'update':
      return update(model, write);
    case 'accumulate':
      return accumulation(model, write);
    case 'mirror':
      return mirroring(model, write);
    case 'delete':
      return deletion(model, write);
  }
}

function insertion(model: ReadModel, { row }: InsertRow): PreparedChange {
  const key = toRowKey(model, row);
  // Frozen, because several tables may take it.
  const whole = Object.freeze(newRow(model, row));
  return {
    key,
    make: (table) => {
      if (!table.has(key.text)) table.put(key.text, whole);
    },
  };
}

function update(model: ReadModel, { key: columns, set }: UpdateRow): PreparedChange {
  const key = toRowKey(model, columns);
  const changes = toAmounts(model, set);
  return {
    key,
    make: (table) => {
      const row = table.draft(key.text);
      if (row === undefined) return;
      for (const { column, value } of changes) row[column.name] = value;
    },
  };
}

function accumulation(model: ReadModel, write: AccumulateRow): PreparedChange {
  const key = toRowKey(model, write.key);
  const add = toAmounts(model, write.add);
  const max = toAmounts(model, write.max);
  return {
    key,
    make: (table) => {
      const known = table.draft(key.text);
      const row = known ?? firstRow(model, key.columns, add, max);
      for (const { column, value } of add) {
        row[column.name] = sum(column.type, row[column.name], value);
      }
      for (const { column, value } of max) {
        row[column.name] = greater(column.type, row[column.name], value);
      }
      if (known === undefined) table.put(key.text, row);
    },
  };
}

function mirroring(model: ReadModel, { key: given, columns }: MirrorRow): PreparedChange {
  const key = toRowKey(model, given);
  return {
    key,
    make: (table, from) => {
      if (!from.has(key.text)) return;
      const row = table.draft(key.text);
      if (row === undefined) return;
      for (const column of columns) row[column] = from.valueAt(key.text, column) ?? null;
    },
  };
}

function deletion(model: ReadModel, { key: columns }: DeleteRow): PreparedChange {
  const key = toRowKey(model, columns);
  return { key, make: (table) => table.delete(key.text) };
}

function sum(type: ColumnType, one: unknown, other: unknown): unknown {
  if (other === null) return one;
  if (type === 'decimal') return addDecimals((one ?? '0') as string, other as string);
  return ((one ?? 0) as number) + (other as number);
}

function greater(type: ColumnType, one: unknown, other: unknown): unknown {
  if (other === null) return one;
  if (one === null || one === undefined) return other;
  if (type === 'decimal') {
    return compareDecimals(one as string, other as string) >= 0 ? one : other;
  }
  return (one as string | number) >= (other as string | number) ? one : other;
}

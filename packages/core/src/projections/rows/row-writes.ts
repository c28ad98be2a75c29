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
import { firstRow, newRow, toAmounts, type ColumnAmount } from './canonical-row.js';
import { toRowKey, type RowKey } from './row-key.js';
import type { RowTable } from './row-table.js';

/** Finds the table of a read model, or throws. */
export type FindTable = (model: string) => RowTable;

/** A change in canonical form, which can be made in several tables of its model. */
export interface PreparedChange {
  /** The key of the row that changes. */
  readonly key: RowKey;
  /** Changes the row in `table`. A mirror copies from the row in `from`. It cannot fail. */
  make(table: RowTable, from: RowTable): void;
}

/**
 * Checks a change and converts its values to their canonical form. Nothing changes until the function that it returns is
 * called, which cannot fail.
 *
 * @throws UnstorableError if the change does not fit its model.
 */
export function prepareWrite(tables: FindTable, write: ReadModelWrite): () => void {
  const table = tables(write.model);
  assertWriteFits(write, (name) => tables(name).model);
  const from = write.op === 'mirror' ? tables(write.from) : table;
  const change = prepareChange(table.model, write);
  return () => {
    change.make(table, from);
  };
}

/** Changes that fit, to be made together: a step has thousands, so none of them has a function of its own. */
export class PreparedWrites {
  readonly #find: FindTable;
  readonly #modelOf: (name: string) => ReadModel;
  readonly #changes: PreparedChange[] = [];
  readonly #tables: RowTable[] = [];
  /** What mirrors copy from. */
  readonly #sources: RowTable[] = [];

  constructor(tables: FindTable) {
    this.#find = tables;
    this.#modelOf = (name) => tables(name).model;
  }

  /**
   * Checks a change and converts its values to their canonical form.
   *
   * @throws UnstorableError if the change does not fit its model.
   */
  add(write: ReadModelWrite): void {
    const table = this.#find(write.model);
    assertWriteFits(write, this.#modelOf);
    const source = write.op === 'mirror' ? this.#find(write.from) : table;
    this.#changes.push(prepareChange(table.model, write));
    this.#tables.push(table);
    this.#sources.push(source);
  }

  /** Makes all changes in order, once. It cannot fail. */
  make(): void {
    for (let place = 0; place < this.#changes.length; place += 1) {
      const [table, source] = [this.#tables[place], this.#sources[place]];
      if (table && source) this.#changes[place]?.make(table, source);
    }
    // V8 may have put the list among old objects. What it refers to would live until the next full collection.
    this.#changes.length = 0;
  }
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
      return new Accumulation(model, write);
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
    make: (table) => table.insert(key.text, whole),
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

function mirroring(model: ReadModel, { key: given, columns }: MirrorRow): PreparedChange {
  const key = toRowKey(model, given);
  return {
    key,
    make: (table, from) => {
      const source = from.peek(key.text);
      if (source === undefined) return;
      const row = table.draft(key.text);
      if (row === undefined) return;
      for (const column of columns) row[column] = source[column] ?? null;
    },
  };
}

function deletion(model: ReadModel, { key: columns }: DeleteRow): PreparedChange {
  const key = toRowKey(model, columns);
  return { key, make: (table) => table.delete(key.text) };
}

// A class, and not functions over what it holds: most changes of a step are sums, and all are kept until it commits.
class Accumulation implements PreparedChange {
  readonly key: RowKey;
  readonly #model: ReadModel;
  readonly #add: readonly ColumnAmount[];
  readonly #max: readonly ColumnAmount[];

  constructor(model: ReadModel, write: AccumulateRow) {
    this.key = toRowKey(model, write.key);
    this.#model = model;
    this.#add = toAmounts(model, write.add);
    this.#max = toAmounts(model, write.max);
  }

  make(table: RowTable): void {
    const known = table.draft(this.key.text);
    const row = known ?? firstRow(this.#model, this.key.columns, this.#add, this.#max);
    for (const { column, value } of this.#add) {
      row[column.name] = sum(column.type, row[column.name], value);
    }
    for (const { column, value } of this.#max) {
      row[column.name] = greater(column.type, row[column.name], value);
    }
    if (known === undefined) table.put(this.key.text, row);
  }
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

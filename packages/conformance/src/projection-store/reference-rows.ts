import {
  canonicalInstant,
  type ColumnType,
  type ColumnValue,
  type ReadModel,
  type ReadModelWrite,
  type Row,
} from '@foldmart/core';
import { compareDecimals, decimalText, plus, toDecimal } from './decimal.js';

/** The simplest implementation of the contract of read models. Every store is compared with it. */
export class ReferenceRows {
  readonly #models: ReadonlyMap<string, ReadModel>;
  readonly #rows = new Map<string, Map<string, Row>>();

  constructor(models: readonly ReadModel[]) {
    this.#models = new Map(models.map((model) => [model.name, model]));
  }

  /** The row with this key, without the columns that the store fills. */
  get(model: ReadModel, key: Row): Row | undefined {
    return this.#table(model.name).get(keyText(model, key));
  }

  /** Every row, in no particular order. */
  rows(model: ReadModel): readonly Row[] {
    return [...this.#table(model.name).values()];
  }

  apply(write: ReadModelWrite): void {
    const model = this.#model(write.model);
    switch (write.op) {
      case 'insert':
        if (this.get(model, write.row) === undefined) this.#put(model, newRow(model, write.row));
        return;
      case 'update':
        this.#change(model, write.key, (row) => ({ ...row, ...canonicalRow(model, write.set) }));
        return;
      case 'accumulate':
        this.#put(model, accumulated(model, write, this.get(model, write.key)));
        return;
      case 'mirror': {
        const source = this.get(this.#model(write.from), write.key);
        if (source === undefined) return;
        const copied = write.columns.map((column) => [column, source[column]] as const);
        this.#change(model, write.key, (row) => ({ ...row, ...Object.fromEntries(copied) }));
        return;
      }
      case 'delete':
        this.#table(model.name).delete(keyText(model, write.key));
    }
  }

  #change(model: ReadModel, key: Row, change: (row: Row) => Row): void {
    const row = this.get(model, key);
    if (row !== undefined) this.#put(model, change(row));
  }

  #put(model: ReadModel, row: Row): void {
    this.#table(model.name).set(keyText(model, row), row);
  }

  #table(name: string): Map<string, Row> {
    const table = this.#rows.get(name) ?? new Map<string, Row>();
    this.#rows.set(name, table);
    return table;
  }

  #model(name: string): ReadModel {
    const model = this.#models.get(name);
    if (model === undefined) throw new RangeError(`no read model is called ${name}`);
    return model;
  }
}

function accumulated(
  model: ReadModel,
  { key, add = {}, max = {} }: Extract<ReadModelWrite, { readonly op: 'accumulate' }>,
  existing: Row | undefined,
): Row {
  const row: Record<string, ColumnValue> = { ...(existing ?? newRow(model, key)) };
  for (const [column, amount] of Object.entries(add)) {
    const before = existing === undefined ? 0 : (row[column] ?? 0);
    const sum = decimalText(plus(toDecimal(before), toDecimal(amount)));
    row[column] = canonical(model.columns[column], sum);
  }
  for (const [column, given] of Object.entries(max)) {
    const value = canonical(model.columns[column], given);
    const before = existing === undefined ? null : row[column];
    row[column] = isHigher(model.columns[column], value, before) ? value : before;
  }
  return row;
}

function newRow(model: ReadModel, given: Row): Row {
  const names = Object.keys({ ...model.columns, ...model.operational });
  return {
    ...Object.fromEntries(names.map((name) => [name, null] as const)),
    ...canonicalRow(model, model.defaults ?? {}),
    ...canonicalRow(model, given),
  };
}

function canonicalRow(model: ReadModel, given: Row): Row {
  const known = Object.entries(given).filter(([column]) => column in model.columns);
  return Object.fromEntries(
    known.map(([column, value]) => [column, canonical(model.columns[column], value)]),
  );
}

function canonical(type: ColumnType | undefined, value: ColumnValue): ColumnValue {
  if (value === null) return null;
  if (type === 'decimal') return decimalText(toDecimal(value));
  if (type === 'integer') return Number(value);
  if (type === 'timestamp' && typeof value === 'string') return canonicalInstant(value);
  return value;
}

function isHigher(type: ColumnType | undefined, value: ColumnValue, before: ColumnValue): boolean {
  if (before === null) return true;
  if (type === 'timestamp') return (value as string) > (before as string);
  return compareDecimals(toDecimal(value), toDecimal(before)) > 0;
}

function keyText(model: ReadModel, row: Row): string {
  return JSON.stringify(model.key.map((column) => row[column]));
}

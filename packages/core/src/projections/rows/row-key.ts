import { assertKeyLength } from '../../events/storable-event.js';
import { UnstorableError } from '../../events/storable-json.js';
import type { ReadModel, Row } from '../read-model.js';
import { toColumnValue } from './column-value.js';
import { shapeOf, type ColumnShape } from './model-shape.js';
import { compareUtf8 } from './text-order.js';

/** A key in canonical form, with the text under which its row is kept. */
export interface RowKey {
  readonly text: string;
  readonly columns: Row;
}

/** Reads the key columns of `row`. Throws {@link UnstorableError} if one is absent or cannot be a key. */
export function toRowKey(model: ReadModel, row: Row): RowKey {
  const { key, keyPath } = shapeOf(model);
  const [first] = key;
  if (first === undefined || key.length > 1) return compositeKey(key, keyPath, row);
  const value = keyValue(first, row);
  const text = String(value);
  assertKeyLength(text, keyPath);
  return new SingleKey(text, first.name, value);
}

function compositeKey(key: readonly ColumnShape[], keyPath: string, row: Row): RowKey {
  const values = key.map((column) => keyValue(column, row));
  const text = JSON.stringify(values);
  assertKeyLength(text, keyPath);
  return new CompositeKey(text, key, values);
}

// Most changes are of rows that exist, and need no columns of the key.
class SingleKey implements RowKey {
  readonly text: string;
  readonly #name: string;
  readonly #value: unknown;

  constructor(text: string, name: string, value: unknown) {
    this.text = text;
    this.#name = name;
    this.#value = value;
  }

  get columns(): Row {
    return { [this.#name]: this.#value };
  }
}

class CompositeKey implements RowKey {
  readonly text: string;
  readonly #key: readonly ColumnShape[];
  readonly #values: readonly unknown[];

  constructor(text: string, key: readonly ColumnShape[], values: readonly unknown[]) {
    this.text = text;
    this.#key = key;
    this.#values = values;
  }

  get columns(): Row {
    return Object.fromEntries(this.#key.map(({ name }, index) => [name, this.#values[index]]));
  }
}

/** The order of two canonical rows by their keys: numbers by value, text by its UTF-8 bytes. */
export function compareRowKeys(model: ReadModel, one: Row, other: Row): number {
  for (const column of model.key) {
    const difference = compareKeyValues(one[column], other[column]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareKeyValues(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return compareUtf8(String(one), String(other));
}

function keyValue({ name, type, path }: ColumnShape, row: Row): unknown {
  const value = toColumnValue(type, Object.hasOwn(row, name) ? row[name] : null, path);
  if (value === null) throw new UnstorableError(`${path} is a key, and absent`);
  return value;
}

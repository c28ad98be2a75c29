import { assertStorableKey } from '../../events/storable-event.js';
import { UnstorableError } from '../../events/storable-json.js';
import type { ReadModel, Row } from '../read-model.js';
import { toColumnValue } from './column-value.js';

/** A key in canonical form, with the text under which its row is kept. */
export interface RowKey {
  readonly text: string;
  readonly columns: Row;
}

/** Reads the key columns of `row`. Throws {@link UnstorableError} where one is absent or no key. */
export function toRowKey(model: ReadModel, row: Row): RowKey {
  const columns: Record<string, unknown> = {};
  for (const column of model.key) columns[column] = keyValue(model, row, column);
  const values = Object.values(columns);
  const [only] = values;
  const text = values.length === 1 ? String(only) : JSON.stringify(values);
  assertStorableKey(text, `the key of ${model.name}`);
  return { text, columns };
}

function keyValue(model: ReadModel, row: Row, column: string): unknown {
  const path = `${model.name}.${column}`;
  const type = model.columns[column] ?? 'text';
  const value = toColumnValue(type, Object.hasOwn(row, column) ? row[column] : null, path);
  if (value === null) throw new UnstorableError(`${path} is a key, and absent`);
  return value;
}

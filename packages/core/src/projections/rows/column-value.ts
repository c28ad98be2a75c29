import { canonicalInstant } from '../../events/instant.js';
import { assertStorableText, toStorableJson, UnstorableError } from '../../events/storable-json.js';
import { canonicalDecimal } from '../../values/decimal.js';
import type { ColumnType, ColumnValue } from '../read-model.js';

/**
 * The canonical form of a column's value; null for an absent one. Throws {@link UnstorableError} if it does not fit.
 */
export function toColumnValue(type: ColumnType, value: unknown, path: string): ColumnValue {
  if (value === null || value === undefined) return null;
  const canonical = canonicalOf(type, value, path);
  if (canonical === undefined)
    throw new UnstorableError(`${path} is not a valid ${type}: ${shown(value)}`);
  return canonical;
}

/** Undefined if the value does not fit. */
function canonicalOf(type: ColumnType, value: unknown, path: string): ColumnValue {
  switch (type) {
    case 'text':
      return toText(value, path);
    case 'integer':
      return toInteger(value);
    case 'decimal':
      return canonicalDecimal(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'timestamp':
      return typeof value === 'string' ? canonicalInstant(value) : undefined;
    case 'json':
      return toStorableJson(value, path);
  }
}

/** Converts values other than text to their JSON, as SQL casts them. */
function toText(value: unknown, path: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(toStorableJson(value, path));
  assertStorableText(text, path);
  return text;
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number + 0 : undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 100);
}

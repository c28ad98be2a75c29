import { canonicalInstant } from '../../events/instant.js';
import { assertStorableText, toStorableJson, UnstorableError } from '../../events/storable-json.js';
import { canonicalDecimal, scaleOf } from '../../values/decimal.js';
import type { ColumnType, ColumnValue } from '../read-model.js';

/** Digits of a decimal before its point, and as many behind it. */
const decimalDigits = 38;

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
      return toDecimal(value, path);
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

function toDecimal(value: unknown, path: string): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  const decimal = canonicalDecimal(value);
  if (decimal === undefined) return undefined;
  const scale = scaleOf(decimal);
  const whole = decimal.replace('-', '').length - (scale === 0 ? 0 : scale + 1);
  if (whole <= decimalDigits && scale <= decimalDigits) return decimal;
  throw new UnstorableError(
    `${path} is ${shown(value)}: a decimal has at most ${decimalDigits} digits before the point and ${decimalDigits} behind it`,
  );
}

function toInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number + 0 : undefined;
}

function shown(value: unknown): string {
  const isPlain = typeof value === 'number' || typeof value === 'bigint';
  const text = isPlain ? String(value) : (JSON.stringify(value) as string | undefined);
  return (text ?? typeof value).slice(0, 100);
}

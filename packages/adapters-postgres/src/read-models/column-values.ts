import {
  canonicalInstant,
  PortError,
  toColumnValue,
  type ColumnType,
  type ColumnValue,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { parseStoredJson } from '../stored-json.js';
import type { TableColumn } from './model-table.js';

/** `2026-02-03T14:30:00.123456Z`: no more digits, so that Postgres, which would round, has nothing to drop. */
const longestExactInstant = 27;

/**
 * A column's value as text for Postgres; null for none. Postgres itself would round a number, or take text such as `NaN`
 * for one.
 *
 * @throws UnstorableError if a number does not fit its column.
 */
export function encodeValue(
  { type, path }: Pick<TableColumn, 'type' | 'path'>,
  value: ColumnValue,
): string | null {
  if (value === undefined || value === null) return null;
  if (isWhole(type, value)) return String(value);
  switch (type) {
    case 'integer':
    case 'decimal':
      return String(toColumnValue(type, value, path));
    case 'json':
      return JSON.stringify(toColumnValue(type, value, path));
    case 'text':
    case 'boolean':
    case 'timestamp':
      return plainText(type, value);
  }
}

/** Most numbers: the text is in canonical form. */
function isWhole(type: ColumnType, value: unknown): value is number {
  return (type === 'integer' || type === 'decimal') && Number.isSafeInteger(value);
}

function plainText(type: ColumnType, value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return type === 'timestamp' && value.length > longestExactInstant
    ? (canonicalInstant(value) ?? value)
    : value;
}

/** Reads the text of {@link canonicalExpression}. */
export function decodeValue(type: ColumnType, text: string | null): ColumnValue {
  if (text === null) return null;
  switch (type) {
    case 'integer':
      return toInteger(text);
    case 'boolean':
      return text === 't';
    case 'json':
      return parseStoredJson(text, 'A value of a column of type json');
    case 'text':
    case 'decimal':
    case 'timestamp':
      return text;
  }
}

/** Postgres adds integers up to 2^63. */
function toInteger(text: string): number {
  const integer = Number(text);
  if (Number.isSafeInteger(integer)) return integer;
  throw new PortError({
    port: 'read-model-store',
    operation: 'read',
    reason: 'corrupt',
    message: `A sum in a column of type integer has grown to ${text}, beyond 2^53.`,
    hint: 'declare the column as a decimal, raise the version of its projection, and rebuild it',
  });
}

/** An expression for a column in the canonical form of its type. */
export function canonicalExpression({ type, quoted }: TableColumn, alias: string): string {
  const column = `${alias}.${quoted}`;
  if (type === 'timestamp') {
    return canonicalTime(column);
  }
  return type === 'decimal' ? `trim_scale(${column})` : column;
}

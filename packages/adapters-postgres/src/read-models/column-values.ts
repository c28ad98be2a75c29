import { canonicalInstant, type ColumnType, type ColumnValue } from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import type { TableColumn } from './model-table.js';

/** `2026-02-03T14:30:00.123456Z`: no more digits, so that Postgres, which would round, has nothing to drop. */
const longestExactInstant = 27;

/** A column's value as text for Postgres; null for none. */
export function encodeValue(type: ColumnType, value: ColumnValue): string | null {
  if (value === undefined || value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  const text = typeof value === 'string' ? value : plainText(value);
  return type === 'timestamp' && text.length > longestExactInstant
    ? (canonicalInstant(text) ?? text)
    : text;
}

function plainText(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** Reads the text of {@link canonicalExpression}. */
export function decodeValue(type: ColumnType, text: string | null): ColumnValue {
  if (text === null) return null;
  switch (type) {
    case 'integer':
      return Number(text);
    case 'boolean':
      return text === 't';
    case 'json':
      return JSON.parse(text) as unknown;
    case 'text':
    case 'decimal':
    case 'timestamp':
      return text;
  }
}

/** An expression for a column in the canonical form of its type. */
export function canonicalExpression({ type, quoted }: TableColumn, alias: string): string {
  const column = `${alias}.${quoted}`;
  if (type === 'timestamp') {
    return canonicalTime(column);
  }
  return type === 'decimal' ? `trim_scale(${column})` : column;
}

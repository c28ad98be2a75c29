import { jsonEqual } from '../events/json-equal.js';
import { schemaChange, type Direction, type SchemaChange } from './schema-change.js';
import type { SchemaPair } from './schema-pair.js';

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/** Keywords that other comparisons look at. */
const elsewhere = [
  ...['type', 'const', 'enum', 'anyOf', 'oneOf'],
  ...['properties', 'required', 'additionalProperties', 'items'],
];

/** Compares every keyword that limits a value by itself. One that is not known counts as changed in both directions. */
export function compareLimits({ before, after, path }: SchemaPair): readonly SchemaChange[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords]
    .filter((keyword) => !elsewhere.includes(keyword))
    .flatMap((keyword) => {
      const [was, is] = [before[keyword], after[keyword]];
      if (jsonEqual(was, is)) return [];
      return schemaChange(path, phrase(keyword, was, is), directionOf(keyword, was, is));
    });
}

function phrase(keyword: string, was: unknown, is: unknown): string {
  if (was === undefined) return `has a ${keyword} now: ${JSON.stringify(is)}`;
  if (is === undefined) return `has no ${keyword} any more; it was ${JSON.stringify(was)}`;
  return `has the ${keyword} ${JSON.stringify(is)}; it was ${JSON.stringify(was)}`;
}

function directionOf(keyword: string, was: unknown, is: unknown): Direction {
  if (was === undefined) return 'narrower';
  if (is === undefined) return 'wider';
  if (typeof was !== 'number' || typeof is !== 'number') return 'other';
  if (lower.includes(keyword)) return is > was ? 'narrower' : 'wider';
  if (upper.includes(keyword)) return is < was ? 'narrower' : 'wider';
  return 'other';
}

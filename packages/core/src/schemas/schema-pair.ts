import type { JsonSchema } from './json-schema.js';
import type { SchemaChange } from './schema-change.js';

/** Two schemas of one value, and where the value is. */
export interface SchemaPair {
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly path: string;
}

/** Compares the schemas of a part of a value. */
export type CompareParts = (pair: SchemaPair) => readonly SchemaChange[];

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

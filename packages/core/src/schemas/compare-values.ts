import type { JsonSchema } from './json-schema.js';
import { schemaChange, type Direction, type SchemaChange } from './schema-change.js';
import type { SchemaPair } from './schema-pair.js';

/** Compares the values that two schemas list. */
export function compareValues(pair: SchemaPair): readonly SchemaChange[] {
  const [former, now] = [valuesOf(pair.before), valuesOf(pair.after)];
  if (former === undefined && now === undefined) return [];
  if (former === undefined || now === undefined) {
    return now === undefined
      ? [schemaChange(pair.path, 'may now have other values', 'wider')]
      : [schemaChange(pair.path, `must now be one of ${listed(now)}`, 'narrower')];
  }
  const gone = former.filter((value) => !now.includes(value));
  const added = now.filter((value) => !former.includes(value));
  return [
    ...(gone.length === 0
      ? []
      : [schemaChange(pair.path, `can no longer be ${listed(gone)}`, 'narrower')]),
    ...(added.length === 0
      ? []
      : [schemaChange(pair.path, `can now be ${listed(added)}`, 'wider')]),
  ];
}

/** What a schema's values are, in a word: its type, or the values that it lists. */
export function kindOf(schema: JsonSchema): string {
  if (typeof schema['type'] === 'string') return schema['type'];
  const values = valuesOf(schema);
  return values === undefined ? 'any value' : `one of ${listed(values)}`;
}

/** Compares the types of two schemas. */
export function compareTypes({ before, after, path }: SchemaPair): readonly SchemaChange[] {
  const [former, now] = [before['type'], after['type']];
  if (former === now) return [];
  const what = `was ${typeText(former)} and is ${typeText(now)} now`;
  return [schemaChange(path, what, typeDirection(former, now))];
}

function typeText(type: unknown): string {
  return typeof type === 'string' ? type : 'any value';
}

function typeDirection(former: unknown, now: unknown): Direction {
  if (now === undefined || (former === 'integer' && now === 'number')) return 'wider';
  if (former === undefined || (former === 'number' && now === 'integer')) return 'narrower';
  return 'other';
}

function valuesOf({ const: only, enum: values }: JsonSchema): readonly unknown[] | undefined {
  if (only !== undefined) return [only];
  return Array.isArray(values) ? values : undefined;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

import { jsonEqual } from '../events/json-equal.js';
import type { JsonSchema } from './json-schema.js';
import { schemaChange, type SchemaChange } from './schema-change.js';
import { isSchema, type CompareParts, type SchemaPair } from './schema-pair.js';

/** Compares the fields of two objects, and whether they may have others. */
export function compareFields(pair: SchemaPair, compare: CompareParts): readonly SchemaChange[] {
  const { before, after, path } = pair;
  const [former, now] = [fieldsOf(before), fieldsOf(after)];
  const names = new Set([...Object.keys(former), ...Object.keys(now)]);
  const changes = [...names].flatMap((name) => {
    const field = `${path}.${name}`;
    const [was, is] = [former[name], now[name]];
    if (was === undefined) return added(before, field, requires(after, name));
    if (is === undefined) return removed(after, field, requires(before, name));
    return [
      ...presence(field, requires(before, name), requires(after, name)),
      ...compare({ before: was, after: is, path: field }),
    ];
  });
  return [...changes, ...otherFields(pair, compare)];
}

function added(before: JsonSchema, field: string, isRequired: boolean): readonly SchemaChange[] {
  const changes = [
    ...(isRequired ? [schemaChange(field, 'is new and required', 'narrower')] : []),
    ...(refusesOthers(before)
      ? [schemaChange(field, 'is new, where unknown fields were refused', 'wider')]
      : []),
  ];
  return changes.length > 0 ? changes : [{ path: field, what: 'is new', breaks: [] }];
}

function removed(after: JsonSchema, field: string, wasRequired: boolean): readonly SchemaChange[] {
  const changes = [
    ...(refusesOthers(after)
      ? [schemaChange(field, 'is gone, and unknown fields are refused', 'narrower')]
      : []),
    ...(wasRequired ? [schemaChange(field, 'is gone and was required', 'wider')] : []),
  ];
  return changes.length > 0 ? changes : [{ path: field, what: 'is gone', breaks: [] }];
}

function presence(field: string, was: boolean, is: boolean): readonly SchemaChange[] {
  if (was === is) return [];
  return is
    ? [schemaChange(field, 'is required now', 'narrower')]
    : [schemaChange(field, 'may be missing now', 'wider')];
}

function otherFields(
  { before, after, path }: SchemaPair,
  compare: CompareParts,
): readonly SchemaChange[] {
  const [former, now] = [before['additionalProperties'] ?? {}, after['additionalProperties'] ?? {}];
  if (jsonEqual(former, now)) return [];
  if (now === false) return [schemaChange(path, 'refuses unknown fields now', 'narrower')];
  if (former === false) return [schemaChange(path, 'accepts unknown fields now', 'wider')];
  const named = { before: asSchema(former), after: asSchema(now), path: `${path}.*` };
  return compare(named);
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

function fieldsOf({ properties }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return (properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}

function requires({ required }: JsonSchema, name: string): boolean {
  return Array.isArray(required) && required.includes(name);
}

function refusesOthers({ additionalProperties }: JsonSchema): boolean {
  return additionalProperties === false;
}

import { jsonEqual } from '../events/json-equal.js';
import { compareFields } from './compare-fields.js';
import { compareLimits } from './compare-limits.js';
import { compareTypes, compareValues, kindOf } from './compare-values.js';
import type { JsonSchema } from './json-schema.js';
import { schemaChange, type SchemaChange } from './schema-change.js';
import { isSchema, type SchemaPair } from './schema-pair.js';

/**
 * How two schemas of the same event version differ. A change is compatible if what fits one of them fits the other, except
 * for fields that may be missing. A keyword that this comparison does not know counts as breaking if it differs.
 */
export function compareSchemas(before: JsonSchema, after: JsonSchema): readonly SchemaChange[] {
  return compare({ before, after, path: 'data' });
}

function compare(pair: SchemaPair): readonly SchemaChange[] {
  const [before, after] = [withoutTexts(pair.before), withoutTexts(pair.after)];
  return jsonEqual(before, after) ? [] : compareAlternatives({ ...pair, before, after });
}

const texts = ['$schema', '$comment', 'title', 'description', 'default', 'examples', 'deprecated'];

function withoutTexts(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !texts.includes(keyword)));
}

/** Pairs alternatives that are equal, then those of one kind in their order, and compares each pair. */
function compareAlternatives({ before, after, path }: SchemaPair): readonly SchemaChange[] {
  const [former, now] = [alternatives(before), alternatives(after)];
  if (former.length === 1 && now.length === 1) return compareOne({ before, after, path });
  const gone = former.filter((one) => !now.some((other) => jsonEqual(one, other)));
  const added = now.filter((one) => !former.some((other) => jsonEqual(one, other)));
  const changes = gone.flatMap((one) => {
    const place = added.findIndex((other) => kindOf(other) === kindOf(one));
    if (place < 0) return [schemaChange(path, `can no longer be ${kindOf(one)}`, 'narrower')];
    const [other = {}] = added.splice(place, 1);
    return compareOne({ before: one, after: other, path });
  });
  return [
    ...changes,
    ...added.map((one) => schemaChange(path, `can now be ${kindOf(one)}`, 'wider')),
  ];
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, oneOf, type } = schema;
  const listed = anyOf ?? oneOf;
  if (Array.isArray(listed)) return (listed as JsonSchema[]).flatMap(alternatives);
  if (Array.isArray(type)) return type.map((one: unknown) => ({ ...schema, type: one }));
  return [schema];
}

function compareOne(pair: SchemaPair): readonly SchemaChange[] {
  const types = compareTypes(pair);
  if (types.some(({ breaks }) => breaks.length > 1)) return types;
  return [
    ...types,
    ...compareValues(pair),
    ...compareLimits(pair),
    ...compareFields(pair, compare),
    ...compareElements(pair),
  ];
}

function compareElements({ before, after, path }: SchemaPair): readonly SchemaChange[] {
  const [former, now] = [before['items'] ?? {}, after['items'] ?? {}];
  const elements = `${path}[]`;
  if (isSchema(former) && isSchema(now)) {
    return compare({ before: former, after: now, path: elements });
  }
  return jsonEqual(former, now) ? [] : [schemaChange(elements, 'differs by place', 'other')];
}

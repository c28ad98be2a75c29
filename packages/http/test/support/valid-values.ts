import fc from 'fast-check';

/** The part of JSON Schema that the document of the API uses. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** Values that fit a schema. Throws for a part of JSON Schema that it does not know. */
export function validValues(schema: JsonSchema): fc.Arbitrary<unknown> {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map(validValues));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const types: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
    integer: () => integers(schema),
    number: () => integers(schema),
    string: () => texts(schema),
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
    array: () =>
      fc.array(validValues(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 5, 5) }),
    object: () => objects(schema),
  };
  const known = [schema.type ?? []].flat().map((type) => types[type]?.());
  const [first, ...others] = known.filter((each) => each !== undefined);
  if (first === undefined) throw new Error(`no values for ${JSON.stringify(schema)}`);
  return fc.oneof(first, ...others);
}

function integers({ minimum, exclusiveMinimum, maximum }: JsonSchema): fc.Arbitrary<number> {
  const min = minimum ?? (exclusiveMinimum === undefined ? -1_000 : exclusiveMinimum + 1);
  return fc.integer({ min, max: Math.max(min, Math.min(maximum ?? 1_000_000, 1_000_000)) });
}

function texts({
  pattern,
  format,
  minLength = 0,
  maxLength = 60,
}: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') {
    const noInvalidDate = { noInvalidDate: true, min: new Date(0), max: new Date('9000-01-01') };
    return fc.date(noInvalidDate).map((date) => date.toISOString());
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  return fc.string({ unit: visible, minLength, maxLength: Math.max(minLength, maxLength) });
}

function objects({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<unknown> {
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, validValues(schema)]),
  );
  return fc.record(values, { requiredKeys: [...required], noNullPrototype: true });
}

import { fc, it } from '@fast-check/vitest';
import { defineEvent } from '@foldmart/core';
import { compareSchemas, eventJsonSchema } from '@foldmart/core/schemas';
import { expect } from 'vitest';
import * as z from 'zod';

/** A field of an event, as a schema and as values that fit it. */
interface Field {
  readonly schema: z.ZodType;
  readonly values: fc.Arbitrary<unknown>;
}

const bounded = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }));

const scalars: fc.Arbitrary<Field> = fc.oneof(
  bounded.map(([one, other]) => {
    const [min, max] = [Math.min(one, other), Math.max(one, other)];
    return { schema: z.int().min(min).max(max), values: fc.integer({ min, max }) };
  }),
  bounded.map(([one, other]) => {
    const [minLength, maxLength] = [Math.min(one, other), Math.max(one, other)];
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });
    return { schema: z.string().min(minLength).max(maxLength), values: letters };
  }),
  fc.constant({ schema: z.number(), values: fc.double({ noNaN: true, min: -5, max: 5 }) }),
  fc.constant({ schema: z.boolean(), values: fc.boolean() }),
  fc
    .uniqueArray(fc.constantFrom('red', 'green', 'blue'), { minLength: 1 })
    .map((names) => ({ schema: z.enum(names), values: fc.constantFrom(...names) })),
);

const fields: fc.Arbitrary<Field> = fc.oneof(
  scalars,
  scalars.map(({ schema, values }) => ({
    schema: schema.nullable(),
    values: fc.option(values),
  })),
  scalars.map(({ schema, values }) => ({
    schema: z.array(schema),
    values: fc.array(values, { maxLength: 3 }),
  })),
);

/** An object with some of three fields, required or not, that refuses unknown fields or keeps them. */
const objects: fc.Arbitrary<Field> = fc
  .tuple(
    fc.dictionary(fc.constantFrom('one', 'two', 'three'), fc.tuple(fields, fc.boolean()), {
      noNullPrototype: true,
    }),
    fc.boolean(),
  )
  .map(([named, isStrict]) => {
    const entries = Object.entries(named);
    const shape = Object.fromEntries(
      entries.map(([name, [{ schema }, isRequired]]) => [
        name,
        isRequired ? schema : schema.optional(),
      ]),
    );
    const required = entries.filter(([, [, isRequired]]) => isRequired).map(([name]) => name);
    return {
      schema: isStrict ? z.strictObject(shape) : z.looseObject(shape),
      values: fc.record(Object.fromEntries(entries.map(([name, [{ values }]]) => [name, values])), {
        requiredKeys: required,
        noNullPrototype: true,
      }),
    };
  });

const pairs = fc.tuple(objects, objects).chain(([before, after]) =>
  fc.record({
    before: fc.constant(before.schema),
    after: fc.constant(after.schema),
    stored: fc.array(before.values, { minLength: 1, maxLength: 20 }),
    written: fc.array(after.values, { minLength: 1, maxLength: 20 }),
  }),
);

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

it.prop([pairs], { numRuns: 300 })(
  'what it calls compatible is accepted: stored data by the new schema, new data by the former one',
  ({ before, after, stored, written }) => {
    const changes = compareSchemas(jsonOf(before), jsonOf(after));
    const broken = new Set(changes.flatMap(({ breaks }) => breaks));
    if (!broken.has('stored')) {
      for (const value of stored) expect([value, accepts(after, value)]).toEqual([value, true]);
    }
    // A program with the former schema knows nothing of a new field, and so may refuse it only if it is strict.
    if (!broken.has('readers')) {
      for (const value of written) expect([value, accepts(before, value)]).toEqual([value, true]);
    }
  },
);

it.prop([objects])('a schema does not differ from itself', ({ schema }) => {
  expect(compareSchemas(jsonOf(schema), jsonOf(schema))).toEqual([]);
});

function jsonOf(schema: z.ZodType) {
  return eventJsonSchema(defineEvent({ type: 'event', schema: schema as never }));
}

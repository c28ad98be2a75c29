import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shopRegistry } from '@foldmart/core/shop';
import { eventMessages } from '@foldmart/core/shop/testing';
import { surelyFits } from '../../src/events/schema-fit.js';

/** Schemas that are decided without parsing. */
const leaves = fc.constantFrom<z.ZodType>(
  z.string(),
  z.string().min(1).max(3),
  z.string().refine((text) => text !== 'no'),
  z.number(),
  z.number().min(0).max(2.5),
  z.number().gt(0).lt(2),
  z.number().int(),
  z.number().refine((number) => number !== 1),
  z.int().min(1),
  z.boolean(),
  z.null(),
  z.unknown(),
  z.any(),
  z.literal(['a', 1, null]),
  z.enum(['a', 'b']),
  z.string().brand('id'),
);

/** Schemas that are left to zod in part. */
const others = fc.constantFrom<z.ZodType>(
  z.email(),
  z.string().trim().min(1),
  z.string().regex(/^a/),
  z.string().superRefine((text, context) => {
    if (text === 'no') context.addIssue('not this');
  }),
  z.string().refine((text) => text.length as unknown as boolean),
  z.number().multipleOf(0.5),
  z.coerce.number(),
  z.coerce.string().min(1),
  z.union([z.string().min(2), z.null()]),
  z.record(z.string(), z.number()),
  z.string().default('a'),
  z.string().catch('a'),
  z.string().transform((text) => text.length),
  z.preprocess((value) => value ?? 'a', z.string()),
  z
    .string()
    .optional()
    .refine((text) => text !== 'no'),
  z.tuple([z.string(), z.number()]),
  z.number().min(0).nullable(),
  z.never(),
);

const schemas = fc.letrec<{ schema: z.ZodType; field: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    others,
    tie('schema').map((schema) => schema.nullable()),
    tie('schema').map((schema) => z.array(schema)),
    tie('schema').map((schema) => z.array(schema).min(1).max(2)),
    fc.dictionary(fc.constantFrom('a', 'b', 'toString'), tie('field')).chain((shape) =>
      fc.constantFrom<z.ZodType>(
        z.object(shape),
        z.looseObject(shape),
        z.strictObject(shape),
        z.object(shape).catchall(z.number()),
        z.object(shape).refine((value) => !('b' in value)),
      ),
    ),
  ),
  field: fc.oneof(
    tie('schema'),
    tie('schema').map((schema) => schema.optional()),
  ),
})).schema;

const scalars = fc.constantFrom<unknown>(
  '',
  'a',
  'no',
  'abcd',
  0,
  -1,
  1,
  1.5,
  2.5,
  2 ** 60,
  true,
  null,
);

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'toString'), tie('value')),
    fc.constant({ a: undefined }),
  ),
})).value;

describe('surelyFits', () => {
  it('is true for no value that the schema refuses', () => {
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        if (surelyFits(schema, value)) expect(schema.safeParse(value).success).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('is true for every JSON value that a schema of known parts accepts', () => {
    const shapes = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      leaves.chain((leaf) =>
        fc.constantFrom(leaf, leaf.nullable(), z.array(leaf), leaf.optional()),
      ),
    );
    fc.assert(
      fc.property(shapes, values, (shape, value) => {
        if (holdsUndefined(value)) return;
        for (const schema of [z.object(shape), z.looseObject({ a: z.looseObject(shape) })]) {
          expect(surelyFits(schema, value)).toBe(schema.safeParse(value).success);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('knows all parts of the events of the shop', () => {
    fc.assert(
      fc.property(eventMessages(), ({ event }) => {
        const schema = shopRegistry.find(event.type)?.schema ?? z.never();
        expect(surelyFits(schema, event.data)).toBe(true);
      }),
    );
  });

  it('throws what a refinement throws', () => {
    const schema = z.looseObject({
      a: z.string().refine(() => {
        throw new RangeError('broken');
      }),
    });
    expect(() => surelyFits(schema, { a: '' })).toThrow('broken');
    expect(() => schema.safeParse({ a: '' })).toThrow('broken');
  });
});

function holdsUndefined(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUndefined);
}

import { defineEvent } from '@foldmart/core';
import { compareSchemas, eventJsonSchema } from '@foldmart/core/schemas';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const text = z.string();

const changes: readonly [string, z.ZodRawShape, z.ZodRawShape, readonly string[]][] = [
  ['a new field that may be missing', {}, { a: text.optional() }, ['data.a is new: -']],
  ['a new required field', {}, { a: text }, ['data.a is new and required: stored']],
  [
    'a field that becomes required',
    { a: text.optional() },
    { a: text },
    ['data.a is required now: stored'],
  ],
  [
    'a field that may be missing now',
    { a: text },
    { a: text.optional() },
    ['data.a may be missing now: readers'],
  ],
  ['a required field that is gone', { a: text }, {}, ['data.a is gone and was required: readers']],
  ['a field that is gone and could be missing', { a: text.optional() }, {}, ['data.a is gone: -']],
  [
    'another type',
    { a: text },
    { a: z.number() },
    ['data.a was string and is number now: stored, readers'],
  ],
  [
    'a shorter text',
    { a: text.max(9) },
    { a: text.max(5) },
    ['data.a has the maxLength 5; it was 9: stored'],
  ],
  [
    'a longer text',
    { a: text.max(5) },
    { a: text.max(9) },
    ['data.a has the maxLength 9; it was 5: readers'],
  ],
  ['a pattern', { a: text }, { a: text.regex(/^x/) }, ['data.a has a pattern now: "^x": stored']],
  [
    'another pattern',
    { a: text.regex(/^y/) },
    { a: text.regex(/^x/) },
    ['data.a has the pattern "^x"; it was "^y": stored, readers'],
  ],
  [
    'one value less',
    { a: z.enum(['x', 'y']) },
    { a: z.enum(['x']) },
    ['data.a can no longer be "y": stored'],
  ],
  [
    'one value more',
    { a: z.literal('x') },
    { a: z.enum(['x', 'y']) },
    ['data.a can now be "y": readers'],
  ],
  ['null', { a: text }, { a: text.nullable() }, ['data.a can now be null: readers']],
  [
    'no null any more',
    { a: text.nullable() },
    { a: text },
    ['data.a can no longer be null: stored'],
  ],
  [
    'a field of an element',
    { a: z.array(z.looseObject({ b: text })) },
    { a: z.array(z.looseObject({ b: z.int() })) },
    ['data.a[].b was string and is integer now: stored, readers'],
  ],
  ['a description', { a: text }, { a: text.describe('a text') }, []],
];

describe('the difference between two schemas', () => {
  it.each(changes)('names %s, and whom it breaks', (_name, before, after, expected) => {
    const found = compareSchemas(jsonOf(z.looseObject(before)), jsonOf(z.looseObject(after)));
    const lines = found.map(
      ({ path, what, breaks }) => `${path} ${what}: ${breaks.join(', ') || '-'}`,
    );
    expect(lines).toEqual(expected);
  });

  it('says whether unknown fields are accepted', () => {
    const [loose, strict] = [z.looseObject({ a: text }), z.strictObject({ a: text })].map(jsonOf);
    const narrower = [{ path: 'data', what: 'refuses unknown fields now', breaks: ['stored'] }];
    expect(compareSchemas(loose ?? {}, strict ?? {})).toEqual(narrower);
    const wider = [{ path: 'data', what: 'accepts unknown fields now', breaks: ['readers'] }];
    expect(compareSchemas(strict ?? {}, loose ?? {})).toEqual(wider);
  });
});

function jsonOf(schema: z.ZodType) {
  return eventJsonSchema(defineEvent({ type: 'event', schema: schema as never }));
}

import { createEventRegistry, defineEvent, type Domain, type EventEnvelope } from '@foldmart/core';
import fc from 'fast-check';
import * as z from 'zod';
import { codecTopic } from './codec-harness.js';

const part = z.looseObject({
  sku: z.string(),
  count: z.int(),
  colour: z.string().optional(),
  weight: z.number().nullable(),
});

/** A definition with every kind of field that data can have. */
const jobOpened = defineEvent({
  type: 'job_opened',
  topic: codecTopic,
  streamId: ({ job }) => `job-${job}`,
  identity: ({ job }) => job,
  schema: z.looseObject({
    job: z.string().min(1),
    hours: z.int(),
    limit: z.int().nullable(),
    rate: z.number(),
    price: z.string(),
    paid: z.boolean(),
    level: z.enum(['low', 'high']),
    note: z.string().optional(),
    assignee: z.string().nullable(),
    reviewer: z.string().nullish(),
    tags: z.array(z.string()),
    labels: z.array(z.string()).optional(),
    gaps: z.array(z.string().nullable()),
    matrix: z.array(z.array(z.number())),
    amounts: z.record(z.string(), z.number()),
    shares: z.record(z.string(), z.number()).optional(),
    parts: z.array(part),
    place: z.looseObject({ lat: z.number(), name: z.string().nullish() }).optional(),
    choice: z.union([z.string(), z.number()]),
    extra: z.unknown().optional(),
  }),
});

/** A second event on the same topic. */
export const jobClosed = defineEvent({
  type: 'job_closed',
  topic: codecTopic,
  streamId: ({ job }) => `job-${job}`,
  identity: ({ job }) => job,
  schema: z.looseObject({ job: z.string().min(1), hours: z.int() }),
});

/** The domain of the cases: a workshop, which is no shop. */
export const workshop: Pick<Domain, 'name' | 'registry'> = {
  name: 'workshop',
  registry: createEventRegistry([jobOpened, jobClosed]),
};

/** A job with given data, without headers that matter. */
export function jobEvent(
  data: EventEnvelope['data'],
  type: string = jobOpened.type,
): EventEnvelope {
  return {
    id: 'event-1',
    type,
    data,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _.-]{0,8}$/);
const values = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => !JSON.stringify(value).includes('__proto__'));
const strangers = fc.dictionary(
  fc.constant('x-').chain((prefix) => names.map((name) => prefix + name)),
  values,
  { maxKeys: 2 },
);

function partOf(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
) {
  const known = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  return fc.tuple(strangers, known).map(([unknown, data]) => ({ ...unknown, ...data }));
}

/** Data of {@link jobOpened}, with fields that the definition does not name. */
export function jobData(): fc.Arbitrary<EventEnvelope['data']> {
  return partOf(
    {
      job: fc.string({ minLength: 1 }),
      hours: fc.maxSafeInteger(),
      limit: fc.option(fc.maxSafeInteger()),
      rate: number,
      price: fc.constantFrom('1', '1.50', '-0.000000000000000000001'),
      paid: fc.boolean(),
      level: fc.constantFrom('low', 'high'),
      assignee: fc.option(fc.string()),
      tags: fc.array(fc.string(), { maxLength: 3 }),
      gaps: fc.array(fc.option(fc.string()), { maxLength: 3 }),
      matrix: fc.array(fc.array(number, { maxLength: 2 }), { maxLength: 2 }),
      amounts: fc.dictionary(names, number, { maxKeys: 3 }),
      parts: fc.array(
        partOf(
          { sku: fc.string(), count: fc.maxSafeInteger(), weight: fc.option(number) },
          { colour: fc.string() },
        ),
        { maxLength: 2 },
      ),
      choice: fc.oneof(fc.string(), number),
    },
    {
      note: fc.string(),
      reviewer: fc.option(fc.string()),
      labels: fc.array(fc.string(), { maxLength: 2 }),
      shares: fc.dictionary(names, number, { maxKeys: 2 }),
      place: partOf({ lat: number }, { name: fc.option(fc.string()) }),
      extra: values,
    },
  );
}

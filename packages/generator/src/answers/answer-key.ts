import * as z from 'zod';
import { section } from '../rules/section.js';
import { shopRulesSchema } from '../rules/rules-schema.js';
import { locales } from '../rules/shop-rules.js';
import { validationError } from '../rules/validation-error.js';
import { scenarioSchema } from '../scenario/scenario-schema.js';

const whole = z.int().min(0);
const counts = z.record(z.string(), whole);

const figures = section({
  rows: counts,
  ordersByStatus: counts,
  events: counts,
  duplicates: whole,
  deadLetters: counts,
  digest: z.string(),
});

/** The format of answer keys. */
const answerKeySchema = section({
  format: z.literal('foldmart-answer-key', {
    error: 'expected an answer key: foldmart produce --answer-key writes one',
  }),
  version: z.literal(1),
  /** Generates the same messages again. */
  recipe: section({
    seed: z.string(),
    locale: z.enum(locales),
    timeOffset: z.string(),
    startMs: z.int(),
    scenario: scenarioSchema,
    rules: shopRulesSchema,
    /** How many messages of the scenario the key covers, lost ones included. */
    messages: whole,
  }),
  /** False if the run ended before it was known whether the last messages were sent. */
  isExact: z.boolean(),
  sent: section({ messages: whole, byTopic: counts, byType: counts, copies: whole }),
  /** Messages by what went wrong with them. */
  faults: counts,
  /** By what consumers do about messages that follow a parked one of their key. */
  expected: section({ 'park-key': figures, 'skip-message': figures }),
  /** Keys with a message that no consumer can use. */
  poisons: z.array(
    section({
      topic: z.string(),
      key: z.string(),
      eventId: z.string(),
      reason: z.string(),
      /** Its place among the sent messages, from 1. */
      message: whole,
      /** Messages of the same topic and key that were sent after it. */
      followers: whole,
    }),
  ),
  /** Messages that were sent long after they happened, and by how much. */
  late: z.array(section({ eventId: z.string(), bySeconds: z.number() })),
  /** Ids of events that were never sent and must not be in the store. */
  lost: z.array(z.string()),
});

export type AnswerKey = z.output<typeof answerKeySchema>;

/** Checks a parsed answer key. Throws ValidationError that names each fault. */
export function readAnswerKey(value: unknown): AnswerKey {
  const result = answerKeySchema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  // What else is wrong with a file that is no answer key says nothing.
  const format = issues.filter(({ path }) => path[0] === 'format' || path.length === 0);
  throw validationError(
    'This answer key',
    'key',
    new z.ZodError(format.length > 0 ? format : issues),
  );
}

import * as z from 'zod';
import { distributionSchema } from '../rules/distribution-schema.js';
import { orderPopularitySchema } from '../rules/popularity-schema.js';
import { section, weight, word } from '../rules/section.js';
import { validationError } from '../rules/validation-error.js';

const share = z.number().min(0).max(1).default(0);

/** The shares of the messages that go wrong; a message goes wrong in one way at most. */
const faults = section({
  /** Cannot be read, or breaks its schema. */
  invalid: share,
  /** Sent long after it happened. */
  late: share,
  /** Never sent. */
  lost: share,
  /** Sent again after a while. */
  duplicated: share,
  /** Sent after messages that happened later. */
  outOfOrder: share,
}).refine((shares) => Object.values(shares).reduce((sum, each) => sum + each, 0) <= 1, {
  error: 'expected shares that add up to at most 1',
});

const curve = z.union(
  [
    z.literal('flat'),
    z.literal('traffic'),
    z.array(z.tuple([z.number().min(0).max(1), z.number().min(0).max(1_000_000)])).min(2),
  ],
  {
    error:
      'expected "flat", "traffic" (the curve of the rules), or points of progress and factor such as [[0, 1], [0.5, 20], [1, 1]]',
  },
);

const stage = section({
  name: word,
  /** How long the stage lasts, in seconds. */
  seconds: z.number().positive().max(31_622_400).optional(),
  /** How many entities it creates, instead of a duration. */
  count: z.int().min(1).max(1_000_000_000).optional(),
  /** New entities per second; the steps of a life cycle come in addition. */
  rate: z.number().min(0.001).max(1_000_000),
  /** Multiplies the rate over the stage. */
  curve: curve.default('flat'),
  /** The kinds of new entities, by weight. */
  mix: section({ orders: weight.default(0), users: weight.default(0), products: weight.default(0) })
    .refine(({ orders, users, products }) => orders + users + products > 0, {
      error: 'expected a weight above 0, such as {"orders": 98, "users": 1, "products": 1}',
    })
    .default({ orders: 1, users: 0, products: 0 }),
  /** Replaces the popularity of the rules. */
  popularity: orderPopularitySchema.optional(),
  faults: faults.prefault({}),
})
  .refine(({ seconds, count }) => (seconds === undefined) !== (count === undefined), {
    error: 'expected either seconds or count',
  })
  .refine(({ curve: points }) => isAscending(points), {
    error: 'expected points of ascending progress, from 0 to 1, and a factor above 0',
    path: ['curve'],
  })
  .refine(
    ({ curve: points, count }) =>
      count === undefined || typeof points === 'string' || points.every(([, factor]) => factor > 0),
    { error: 'expected factors above 0: a stage with a count would never end', path: ['curve'] },
  );

const delay = distributionSchema({ otherwise: 'uniform', bound: z.number().min(0) });

/** A scenario: what happens, how fast, and what goes wrong. */
export const scenarioSchema = section({
  name: word,
  about: z.string().max(1_000).optional(),
  /** Whether orders go through the life cycle of the rules. */
  lifeCycle: z.boolean().default(false),
  /** The catalogue that orders pick from. `foldmart seed` writes the one with the same seed. */
  catalogue: section({
    users: z.int().min(1).max(10_000_000).default(10_000),
    products: z.int().min(1).max(10_000_000).default(20_000),
  }).prefault({}),
  /** How long messages are held back, in seconds. */
  delaySeconds: section({
    outOfOrder: delay.prefault({ min: 1, max: 30 }),
    duplicated: delay.prefault({ min: 1, max: 60 }),
    late: delay.prefault({ min: 300, max: 3_600 }),
  }).prefault({}),
  stages: z.array(stage).min(1),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStage = Scenario['stages'][number];

/** A scenario as it is written, without what has a default. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** Checks a scenario and adds the defaults. Throws ValidationError that names each fault and the valid values. */
export function readScenario(value: unknown): Scenario {
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  throw validationError('This scenario', 'scenario', result.error);
}

function isAscending(points: z.output<typeof curve>): boolean {
  if (typeof points === 'string') return true;
  const places = points.map(([progress]) => progress);
  const isSorted = places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));
  const isWhole = places[0] === 0 && places.at(-1) === 1;
  return isSorted && isWhole && points.some(([, factor]) => factor > 0);
}

import * as z from 'zod';
import type { Distribution } from '../random/distributions.js';
import { section } from './section.js';

const names = ['uniform', 'log-uniform', 'normal', 'log-normal'] as const;

interface Bounds {
  /** The distribution if none is named. */
  readonly otherwise: 'uniform' | 'log-uniform';
  readonly bound: z.ZodNumber;
}

/**
 * A distribution between two bounds: `{"min": 0, "max": 9}`, with `"distribution"` for another one than usual here.
 * `normal` needs `mean` and `deviation`, `log-normal` needs `median` and `sigma`.
 */
export function distributionSchema({ otherwise, bound }: Bounds) {
  const positive = z.number().positive().optional();
  return section({
    distribution: z.enum(names).default(otherwise),
    min: bound,
    max: bound,
    mean: z.number().optional(),
    deviation: positive,
    median: positive,
    sigma: positive,
  }).transform((value, context): Distribution => {
    const problem = problemOf(value);
    if (problem === undefined) return value as Distribution;
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

interface Given {
  readonly distribution: Distribution['distribution'];
  readonly min: number;
  readonly max: number;
  readonly mean?: number | undefined;
  readonly deviation?: number | undefined;
  readonly median?: number | undefined;
  readonly sigma?: number | undefined;
}

const parameters = {
  uniform: [],
  'log-uniform': [],
  normal: ['mean', 'deviation'],
  'log-normal': ['median', 'sigma'],
} as const satisfies Record<Distribution['distribution'], readonly (keyof Given)[]>;

function problemOf(given: Given): string | undefined {
  const { distribution, min, max } = given;
  if (min > max) return 'expected min not above max';
  const needed: readonly string[] = parameters[distribution];
  const all = Object.values(parameters).flat();
  const missing = all.filter((name) => needed.includes(name) && given[name] === undefined);
  if (missing.length > 0) return `the distribution ${distribution} needs ${missing.join(' and ')}`;
  const surplus = all.filter((name) => !needed.includes(name) && given[name] !== undefined);
  if (surplus.length > 0)
    return `the distribution ${distribution} has no ${surplus.join(' and no ')}`;
  if (distribution === 'log-uniform' && min <= 0) return 'log-uniform needs a min above 0';
  const centre = given.mean ?? given.median ?? min;
  if (centre < min || centre > max) {
    return `expected ${distribution === 'normal' ? 'the mean' : 'the median'} between min and max`;
  }
  return undefined;
}

import * as z from 'zod';
import { section } from './section.js';

const factors = (count: number, what: string) =>
  z
    .array(z.number().min(0))
    .length(count, `expected ${String(count)} numbers, one for each ${what}`)
    .refine((list) => list.some((factor) => factor > 0), { error: 'expected one above 0' });

/** How the rate changes over the day and the week. The numbers are relative to each other. */
export const trafficSchema = section({
  /** One for each hour, from midnight. */
  daily: factors(24, 'hour'),
  /** One for each day, from Monday. */
  weekly: factors(7, 'day of the week'),
  /** The zone of the hours: `Z` or an offset such as `+09:00`. */
  timeOffset: z
    .string()
    .regex(/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/, 'expected Z or an offset such as +09:00'),
});

export type Traffic = z.output<typeof trafficSchema>;

import * as z from 'zod';
import { section } from './section.js';

/** Which entities are ordered: all alike, or few much more often than others. */
const popularitySchema = z.discriminatedUnion(
  'distribution',
  [
    section({ distribution: z.literal('uniform') }),
    section({ distribution: z.literal('zipf'), exponent: z.number().positive().max(10) }),
  ],
  { error: 'expected {"distribution": "uniform"} or {"distribution": "zipf", "exponent": 1.1}' },
);

/** The popularity of the users who order, and of the products that they order. */
export const orderPopularitySchema = section({
  users: popularitySchema.default({ distribution: 'uniform' }),
  products: popularitySchema.default({ distribution: 'uniform' }),
});

export type OrderPopularity = z.output<typeof orderPopularitySchema>;

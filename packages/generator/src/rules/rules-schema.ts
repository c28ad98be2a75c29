import * as z from 'zod';
import { distributionSchema } from './distribution-schema.js';
import { lifeCycleSchema } from './life-cycle-schema.js';
import { orderPopularitySchema } from './popularity-schema.js';
import { section, weight, weighted, weights, word } from './section.js';
import { trafficSchema } from './traffic-schema.js';

const percent = z.int().min(0).max(100);

const ageGroup = { name: word, from: z.int().min(0).max(150), to: z.int().min(0).max(150) };

const users = section({
  /** `M` and `F` get given names of their kind, any other gender names of both kinds. */
  genders: weights,
  /** Ages are uniform from `from` to `to`, both included. */
  ageGroups: weighted(ageGroup).refine((groups) => groups.every(({ from, to }) => from <= to), {
    error: 'expected each group to go from an age to the same or a higher one',
  }),
  regions: weights,
  grades: weights,
  surnames: weights,
  /** Given names by gender, instead of those of the language; a gender that is not listed keeps them. */
  givenNames: z.record(word, z.array(word).min(1)).default({}),
  nameOrder: z.enum(['family-given', 'given family']),
  /** The first part of an e-mail address, in ASCII. */
  mailboxes: z.array(z.string().regex(/^[a-z0-9]+$/, 'expected a-z and 0-9')).min(1),
  emailDomains: weights,
  /** Each `#` is replaced by a digit. */
  phone: word,
});

const category = section({
  weight,
  brands: weights,
  /** A product's name consists of an attribute and a thing. */
  attributes: z.array(word).min(1),
  things: z.array(word).min(1),
  /** Original prices; uniform on a logarithmic scale unless another distribution is named. */
  price: distributionSchema({ otherwise: 'log-uniform', bound: z.number().positive() }),
});

const products = section({
  categories: z
    .record(word, category)
    .refine((record) => Object.values(record).some((entry) => entry.weight > 0), {
      error: 'expected categories by name, at least one of them with a weight above 0',
    }),
  discounts: weighted({ percent: percent.max(99) }),
  /** Pieces in stock; uniform unless another distribution is named. */
  stock: distributionSchema({ otherwise: 'uniform', bound: z.int().min(0) }),
});

const orders = section({
  quantities: weighted({ quantity: z.int().min(1).max(1_000_000) }),
  /** `cost` if the goods of an order cost less than `freeFrom`. */
  shipping: section({ cost: z.number().min(0), freeFrom: z.number().min(0) }),
  /** Subtracted from the price of the goods. */
  discounts: weighted({ percent }),
  paymentMethods: weights,
  /** The statuses of orders without a life cycle. */
  statuses: weights,
  popularity: orderPopularitySchema,
  /** The statuses of orders with a life cycle, which a scenario turns on. */
  lifeCycle: lifeCycleSchema,
});

/** What is generated, and how often, as plain data. */
export const shopRulesSchema = section({
  /** Every amount is a multiple of this: 1 for won, 0.01 for dollars. Shipping costs are not rounded. */
  moneyStep: z.number().positive().refine(hasFourDecimals, {
    error: 'expected a step such as 1, 10 or 0.01, with at most four decimals',
  }),
  users,
  products,
  orders,
  /** The daily and weekly curve of the rate, which a scenario turns on. */
  traffic: trafficSchema,
});

export type ShopRules = z.output<typeof shopRulesSchema>;

/** Rules as they are written, without what has a default. */
export type ShopRulesInput = z.input<typeof shopRulesSchema>;

function hasFourDecimals(step: number): boolean {
  return Math.round(step * 10_000) / 10_000 === step;
}

import * as z from 'zod';

/** An object of named rules; an unknown name is refused with the list of known ones. */
function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no rule ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; there are ${names}`
        : undefined,
  });
}

const word = z.string().min(1).max(255);
const weight = z.number().min(0);
const percent = z.int().min(0).max(100);

/** Words with their weights; the weights can have any sum. */
const weights = z.record(word, weight).refine((record) => Object.values(record).some(isPositive), {
  error:
    'expected words with weights, at least one of them above 0, such as {"Card": 3, "Cash": 1}',
});

const weighted = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(section({ ...shape, weight }))
    .refine((list) => list.some((entry) => isPositive((entry as { weight: number }).weight)), {
      error: 'expected a list with at least one weight above 0',
    });

const inOrder = (value: { min: number; max: number }) => value.min <= value.max;
const minAboveMax = { error: 'expected min not above max' };

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
  /** Original prices, uniform on a logarithmic scale. */
  price: section({ min: z.number().positive(), max: z.number().positive() }).refine(
    inOrder,
    minAboveMax,
  ),
});

const products = section({
  categories: z
    .record(word, category)
    .refine((record) => Object.values(record).some((entry) => isPositive(entry.weight)), {
      error: 'expected categories by name, at least one of them with a weight above 0',
    }),
  discounts: weighted({ percent: percent.max(99) }),
  stock: section({ min: z.int().min(0), max: z.int().min(0) }).refine(inOrder, minAboveMax),
});

const orders = section({
  quantities: weighted({ quantity: z.int().min(1).max(1_000_000) }),
  /** `cost` if the goods of an order cost less than `freeFrom`. */
  shipping: section({ cost: z.number().min(0), freeFrom: z.number().min(0) }),
  /** Subtracted from the price of the goods. */
  discounts: weighted({ percent }),
  paymentMethods: weights,
  statuses: weights,
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
});

export type ShopRules = z.output<typeof shopRulesSchema>;

function isPositive(value: number): boolean {
  return value > 0;
}

function hasFourDecimals(step: number): boolean {
  return Math.round(step * 10_000) / 10_000 === step;
}

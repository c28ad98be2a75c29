import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineEvent,
  defineReadModel,
  type Projection,
} from '@foldmart/core';
import * as z from 'zod';

/** What other systems say was paid at a till. */
const paidInEuros = defineEvent({
  type: 'paid',
  schema: z.looseObject({ till: z.string(), euros: z.int() }),
  streamId: ({ till }) => `till-${till}`,
  partitionKey: ({ till }) => till,
});

const paidInCents = defineEvent({
  type: 'paid',
  version: 2,
  schema: z.looseObject({ till: z.string(), cents: z.int() }),
  upcasters: { 1: inCents },
  streamId: ({ till }) => `till-${till}`,
  partitionKey: ({ till }) => till,
});

/** The events of vouchers, which this system decides. */
const soldInEuros = defineEvent({
  type: 'voucher_sold',
  schema: z.looseObject({ euros: z.int() }),
});

const soldInCents = defineEvent({
  type: 'voucher_sold',
  version: 2,
  schema: z.looseObject({ cents: z.int() }),
  upcasters: { 1: inCents },
});

function inCents({ euros, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...rest, cents: Number(euros) * 100 };
}

const voucherInEuros = defineDecider({
  events: { voucher_sold: soldInEuros },
  initialState: 0,
  commands: { sell: (_sold, euros: number) => ({ type: 'voucher_sold', data: { euros } }) },
  evolve: { voucher_sold: (sold, { euros }) => sold + euros * 100 },
});

const voucherInCents = defineDecider({
  events: { voucher_sold: soldInCents },
  initialState: 0,
  commands: {
    sell: (_sold, euros: number) => ({ type: 'voucher_sold', data: { cents: euros * 100 } }),
  },
  evolve: { voucher_sold: (sold, { cents }) => sold + cents },
});

export const takings = defineReadModel({
  name: 'takings',
  key: ['till'],
  columns: { till: 'text', cents: 'integer' },
  defaults: { cents: 0 },
});

export const sales = defineReadModel({
  name: 'sales',
  key: ['id'],
  columns: { id: 'text', count: 'integer' },
  defaults: { count: 0 },
});

/** The rows are the same in both versions of the program; `version` is that of the takings. */
function projectionsOf(program: 'euros' | 'cents', version: number): readonly Projection[] {
  const centsOf = ({ euros, cents }: Readonly<Record<string, unknown>>): number =>
    program === 'euros' ? Number(euros) * 100 : Number(cents);
  return [
    {
      name: 'takings',
      version,
      mode: 'inline',
      models: [takings],
      handles: ['paid'],
      project: ({ data }) => [
        accumulateRow(takings, { till: String(data['till']) }, { add: { cents: centsOf(data) } }),
      ],
    },
    {
      name: 'sales',
      version: 1,
      mode: 'async',
      models: [sales],
      handles: ['voucher_sold'],
      project: () => [accumulateRow(sales, { id: 'all' }, { add: { count: 1 } })],
    },
  ];
}

/** A till that counts in euros. */
export const tillInEuros = defineDomain({
  name: 'till',
  deciders: { voucher: voucherInEuros },
  events: [paidInEuros],
  projections: projectionsOf('euros', 1),
});

/** The next version of it, which counts in cents. */
export function tillInCents(takingsVersion: number) {
  return defineDomain({
    name: 'till',
    deciders: { voucher: voucherInCents },
    events: [paidInCents],
    projections: projectionsOf('cents', takingsVersion),
  });
}

import { createApp, type App } from '@foldmart/composition';
import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
  type StreamAppend,
} from '@foldmart/core';
import * as z from 'zod';
import { toEnvelope } from '../event-store/contenders/foldmart.js';
import type { NewStream } from '../event-store/compared-store.js';
import type { ContenderConfig } from '../frame/row.js';

const customer = defineDecider({
  events: {
    order_created: z.looseObject({
      order_id: z.string(),
      user_id: z.string(),
      total_amount: z.number(),
    }),
  },
  initialState: 0,
  commands: {
    order: (_state, data: { order_id: string; user_id: string; total_amount: number }) => ({
      type: 'order_created',
      data,
    }),
  },
  evolve: { order_created: (orders) => orders + 1 },
});

const customers = defineReadModel({
  name: 'customers',
  key: ['user_id'],
  columns: { user_id: 'text', orders: 'integer', amount: 'decimal' },
  defaults: { orders: 0, amount: 0 },
});

const customersProjection = defineProjection(Object.values(customer.events), {
  name: 'customers',
  version: 1,
  mode: 'async',
  models: [customers],
  on: {
    order_created: ({ data: { user_id, total_amount } }) => [
      accumulateRow(customers, { user_id }, { add: { orders: 1, amount: total_amount } }),
    ],
  },
});

const domain = defineDomain({
  name: 'customers',
  deciders: { customer },
  projections: [customersProjection],
});

/** An application with one asynchronous projection: the number and amount of each customer's orders. */
export function openCustomers({
  services: { postgres },
  own,
}: ContenderConfig): Promise<App<{ readonly customer: typeof customer }>> {
  return createApp(domain, {
    DB_TYPE: 'postgres',
    POSTGRES_HOST: postgres.host,
    POSTGRES_PORT: String(postgres.port),
    POSTGRES_USER: postgres.user,
    POSTGRES_PASSWORD: postgres.password,
    POSTGRES_DB: own,
    LOG_LEVEL: 'error',
  });
}

/** A new stream for the store of that application. */
export function toAppend({ streamId, events }: NewStream): StreamAppend {
  return { streamId: `customer-${streamId}`, expectedVersion: 0, events: events.map(toEnvelope) };
}

import { expect, it } from 'vitest';
import * as z from 'zod';
import { createApp } from '@foldmart/composition';
import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
} from '@foldmart/core';

const show = defineDecider({
  events: { seat_taken: z.object({ show: z.string(), seat: z.string() }) },
  initialState: 0,
  commands: {
    take: (_state, seat: string, { id }) => ({ type: 'seat_taken', data: { show: id, seat } }),
  },
  evolve: { seat_taken: (seats) => seats + 1 },
});

const sales = defineReadModel({
  name: 'sales',
  key: ['show'],
  columns: { show: 'text', seats: 'integer' },
});

const counting = defineProjection(Object.values(show.events), {
  name: 'sales',
  version: 1,
  mode: 'async',
  models: [sales],
  on: {
    seat_taken: ({ data }) => [accumulateRow(sales, { show: data.show }, { add: { seats: 1 } })],
  },
});

const theatre = defineDomain({ name: 'theatre', deciders: { show }, projections: [counting] });

it('reads its own write from an asynchronous projection', async () => {
  const inMemory = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };
  const app = await createApp(theatre, { ...inMemory, LOG_LEVEL: 'silent' });
  await app.start({ roles: ['projections'] });
  // #region own-write
  const { position } = await app.show('hamlet').take('A1');
  await app.waitFor(position);
  const row = await app.rows.get(sales, { show: 'hamlet' }); // includes the seat
  // #endregion
  expect(row).toEqual({ show: 'hamlet', seats: 1 });
  await app.close();
});

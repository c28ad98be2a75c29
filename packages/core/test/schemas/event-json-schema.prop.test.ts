import { fc, it } from '@fast-check/vitest';
import { eventJsonSchema } from '@foldmart/core/schemas';
import { shopRegistry } from '@foldmart/core/shop';
import { orderData, shopEnvelopes } from '@foldmart/core/shop/testing';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const ajv = new Ajv({ strict: false });
const checks = new Map(
  shopRegistry.definitions.map((definition) => [
    definition.type as string,
    ajv.compile(eventJsonSchema(definition)),
  ]),
);

it.prop([shopEnvelopes()])('accepts the data of every event', ({ type, data }) => {
  expect([data, checks.get(type)?.(data)]).toEqual([data, true]);
});

it.prop([orderData(), fc.integer({ max: 0 })])(
  'refuses what is beyond a limit',
  (order, quantity) => {
    expect(checks.get('order_created')?.({ ...order, quantity })).toBe(false);
  },
);

it.prop([orderData()])('refuses an event that lacks a field', ({ user_id: userId, ...order }) => {
  expect([userId, checks.get('order_created')?.(order)]).toEqual([userId, false]);
});

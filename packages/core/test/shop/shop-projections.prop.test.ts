import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalInstant,
  catchUpProjection,
  toIngestItem,
  withOffset,
  type EventEnvelope,
} from '@foldmart/core';
import {
  ordersModel,
  productsModel,
  shopProjections,
  shopRegistry,
  usersModel,
} from '@foldmart/core/shop';
import { shopEnvelopes } from '@foldmart/core/shop/testing';
import { memoryShop } from '../support/memory-shop.js';

const activity = shopProjections().find(({ mode }) => mode === 'async')!;

/** Few users and products, so that events meet. */
function histories(): fc.Arbitrary<readonly EventEnvelope[]> {
  const narrowed = fc
    .tuple(shopEnvelopes(), fc.nat({ max: 3 }), fc.nat({ max: 3 }))
    .map(([event, user, product]) => ({
      ...event,
      data: {
        ...event.data,
        ...('user_id' in event.data ? { user_id: `u_${String(user)}` } : {}),
        ...('product_id' in event.data ? { product_id: `p_${String(product)}` } : {}),
      },
    }));
  return fc.uniqueArray(narrowed, { selector: ({ id }) => id, maxLength: 40 });
}

function instantOf(time: unknown): string {
  return canonicalInstant(withOffset(String(time))) ?? 'none';
}

/** The expected read models, computed without projections. */
function expectedUsers(accepted: readonly EventEnvelope[]) {
  return accepted
    .filter(({ type }) => type === 'user_created')
    .map(({ data }) => {
      const mine = accepted.filter(({ data: other }) => other['user_id'] === data['user_id']);
      const placed = mine.filter(({ type }) => type === 'order_created');
      const changes = mine.slice(mine.findIndex(({ type }) => type === 'user_created'));
      const times = placed.map((order) => instantOf(order.data['created_at'])).sort();
      return {
        user_id: data['user_id'],
        grade: changes.findLast(({ data: other }) => 'grade' in other)?.data['grade'],
        created_at: instantOf(data['created_at']),
        order_count: placed.length,
        last_ordered_at: times.at(-1) ?? null,
      };
    })
    .sort((one, other) => (String(one.user_id) < String(other.user_id) ? -1 : 1));
}

describe('the read models of the shop', () => {
  it('match the log, whatever the order and number of deliveries', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), fc.nat(), async (events, cut) => {
        const { database, clock } = memoryShop();
        const { events: store, projections, readModels } = database;
        const dependencies = { store, projections, registry: shopRegistry };
        const middle = cut % (events.length + 1);
        for (const part of [events.slice(0, middle), events.slice(middle)]) {
          const items = part.map((event) => toIngestItem(shopRegistry, event));
          await clock.drive(store.ingest({ items }));
          await clock.drive(store.ingest({ items }));
          await clock.drive(catchUpProjection(dependencies, activity, { pageSize: 7 }));
        }
        const { events: accepted } = await clock.drive(store.readAll({ limit: 1_000 }));

        const users = await readModels.scan(usersModel, { limit: 100 });
        const seen = users.map(({ user_id, grade, created_at, order_count, last_ordered_at }) => ({
          user_id,
          grade,
          created_at,
          order_count,
          last_ordered_at,
        }));
        expect(seen).toStrictEqual(expectedUsers(accepted));

        const products = await readModels.scan(productsModel, { limit: 100 });
        for (const { product_id, order_count } of products) {
          const orders = accepted.filter(
            ({ type, data }) => type === 'order_created' && data['product_id'] === product_id,
          );
          expect(order_count).toBe(orders.length);
        }
        const orders = accepted.filter(({ type }) => type === 'order_created');
        expect(await readModels.count(ordersModel)).toBe(orders.length);
      }),
      { numRuns: 60 },
    );
  });
});

import { partitionForKey } from '@foldmart/core';
import { expect, vi } from 'vitest';
import type { ShopOnServices } from './shop-on-services.js';

/** One `order_created` event of the log. */
export interface PersistedOrder {
  readonly orderId: string;
  readonly userId: string;
  /** The partition of the topic that it came from. */
  readonly partition: number;
  /** When it happened; later orders of a producer are never earlier. */
  readonly time: string;
  readonly recordedAtMs: number;
}

/** The partitions of the topic of orders. */
export const orderPartitions = [0, 1, 2] as const;

/** The orders in the log, in its order. */
export async function persistedOrders(shop: ShopOnServices): Promise<readonly PersistedOrder[]> {
  const rows = await shop.query(
    `SELECT data->>'order_id' AS order_id, data->>'user_id' AS user_id, time,
            extract(epoch FROM recorded_at) * 1000 AS recorded_at_ms
       FROM events WHERE type = 'order_created' ORDER BY epoch, tx, position`,
  );
  return rows.map((row) => ({
    orderId: String(row['order_id']),
    userId: String(row['user_id']),
    partition: partitionForKey(Buffer.from(String(row['user_id'])), orderPartitions.length),
    time: String(row['time']),
    recordedAtMs: Number(row['recorded_at_ms']),
  }));
}

/** Waits until `count` orders are persisted, and expects each of them once and those of a user in order. */
export async function expectExact(shop: ShopOnServices, count: number): Promise<void> {
  await ordersArrive(shop, count);
  const orders = await persistedOrders(shop);
  expect({
    events: orders.length,
    orders: new Set(orders.map(({ orderId }) => orderId)).size,
    inversions: inversionsOf(orders),
  }).toEqual({ events: count, orders: count, inversions: [] });
  expect(await shop.query('SELECT count(*)::int FROM dead_letters')).toEqual([{ count: 0 }]);
}

/** Waits until `count` orders are persisted. */
export async function ordersArrive(shop: ShopOnServices, count: number): Promise<void> {
  const arrived = () => shop.query('SELECT count(DISTINCT order_id)::int AS count FROM orders');
  await vi.waitFor(async () => expect(await arrived()).toEqual([{ count }]), {
    timeout: 90_000,
    interval: 200,
  });
}

/** Orders that follow a later one of the same user. */
function inversionsOf(orders: readonly PersistedOrder[]): readonly string[] {
  const latest = new Map<string, string>();
  return orders.flatMap(({ userId, orderId, time }) => {
    const isLate = time < (latest.get(userId) ?? '');
    latest.set(userId, time);
    return isLate ? [orderId] : [];
  });
}

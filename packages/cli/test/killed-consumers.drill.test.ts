import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { startOrderConsumers, type OrderConsumers } from './support/order-consumers.js';
import { expectExact, orderPartitions, persistedOrders } from './support/persisted-orders.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

/** Longer than any wait for a member that returns with its id, so that none of them ends by it. */
const longSession = { CONSUMER_SESSION_TIMEOUT: '120', CONSUMER_HEARTBEAT_INTERVAL: '3' };
const shortSession = { CONSUMER_SESSION_TIMEOUT: '20', CONSUMER_HEARTBEAT_INTERVAL: '3' };
const killed = 1;
/** A batch that was in flight at the kill may be recorded after it; no process starts in this time. */
const inFlightMs = 500;
const patience = { timeout: 60_000, interval: 100 };

let shop: ShopOnServices;
let producer: Running;
let consumers: OrderConsumers | undefined;

beforeEach(async () => {
  shop = await openShop('kafka');
  await foldmartJson(['topics', 'create'], shop.settings);
  const produce = ['produce', '--only', 'orders', '--rate', '60', '--seed', 'drill', '-o', 'json'];
  producer = startFoldmart(produce, shop.settings);
});

afterEach(async () => {
  producer.kill('SIGKILL');
  await producer.finished;
  await consumers?.dispose();
  await shop.dispose();
});

describe('three consumers on Kafka, one of which is killed', { timeout: 240_000 }, () => {
  it('the others do not pause, and the same id resumes the partition long before the session ends', async () => {
    consumers = await startOrderConsumers({ ...shop.settings, ...longSession });
    for (const partition of [...orderPartitions, ...orderPartitions]) {
      const killedAtMs = Date.now() + inFlightMs;
      consumers.replace(partition);
      await persistedSince(killedAtMs, partition);
    }
    await allExact(consumers);
  });

  it('the others do not pause while a consumer with another id waits for the session to end', async () => {
    consumers = await startOrderConsumers({ ...shop.settings, ...shortSession });
    const killedAtMs = Date.now() + inFlightMs;
    consumers.replace(killed, 'four');
    const resumedAtMs = await persistedSince(killedAtMs, killed);
    const quarterMs = (resumedAtMs - killedAtMs) / 4;
    const quarters = (await persistedOrders(shop))
      .filter(({ recordedAtMs }) => recordedAtMs >= killedAtMs && recordedAtMs < resumedAtMs)
      .map(({ partition, recordedAtMs }) => ({
        partition,
        quarter: Math.floor((recordedAtMs - killedAtMs) / quarterMs),
      }));
    for (const partition of orderPartitions.filter((each) => each !== killed)) {
      const own = quarters.filter((each) => each.partition === partition);
      expect(new Set(own.map(({ quarter }) => quarter)), `orders/${String(partition)}`).toEqual(
        new Set([0, 1, 2, 3]),
      );
    }
    await allExact(consumers);
  });
});

/** Waits until an order of the partition is persisted after `sinceMs`, and resolves with the time of the first. */
async function persistedSince(sinceMs: number, partition: number): Promise<number> {
  return vi.waitFor(async () => {
    const orders = await persistedOrders(shop);
    const first = orders.find(
      (order) => order.partition === partition && order.recordedAtMs > sinceMs,
    );
    if (first === undefined) throw new Error(`nothing of orders/${String(partition)} is persisted`);
    return first.recordedAtMs;
  }, patience);
}

async function allExact(group: OrderConsumers): Promise<void> {
  producer.kill('SIGTERM');
  const { stdout } = await producer.finished;
  const { orders, unconfirmed } = JSON.parse(stdout) as Record<'orders' | 'unconfirmed', number>;
  expect(unconfirmed).toBe(0);
  await expectExact(shop, orders);
  expect(await group.finish()).toEqual([0, 0, 0]);
}

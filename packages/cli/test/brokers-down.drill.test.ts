import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { ownServices, useOwnServices } from './support/own-services.js';
import { expectExact, persistedOrders } from './support/persisted-orders.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

/** More orders than can be in flight between the producer and the log. */
const inFlight = 1_000;
const killed = ['kafka2', 'kafka3'] as const;

const patience = { timeout: 120_000, interval: 500 };

let shop: ShopOnServices;
let producer: Running;
let consumer: Running;

beforeAll(useOwnServices, 240_000);
afterAll(() => ownServices('down'), 60_000);

beforeEach(async () => {
  shop = await openShop('kafka');
  await foldmartJson(['topics', 'create'], shop.settings);
  const produce = ['produce', '--only', 'orders', '--rate', '150', '--seed', 'down', '-o', 'json'];
  producer = startFoldmart(produce, shop.settings);
  consumer = startFoldmart(['consume', '--all', '-o', 'json'], shop.settings);
});
afterEach(async () => {
  for (const { kill } of [producer, consumer]) kill('SIGKILL');
  await Promise.all([producer.finished, consumer.finished]);
  await shop.dispose();
});

it(
  'orders in flight while two of three brokers are killed arrive once and in order',
  { timeout: 480_000 },
  async () => {
    await consumer.shows('total 9 consumers started');
    for (const round of ['first', 'second']) {
      await moreArrive(round);
      await Promise.all(killed.map((broker) => ownServices('stop', broker, '--kill')));
      await Promise.all(killed.map((broker) => ownServices('start', broker)));
    }
    await moreArrive('last');
    producer.kill('SIGTERM');
    const { code, stdout } = await producer.finished;
    const { orders, unconfirmed } = JSON.parse(stdout) as Record<'orders' | 'unconfirmed', number>;
    expect({ code, unconfirmed }).toEqual({ code: 0, unconfirmed: 0 });
    await expectExact(shop, orders);
    consumer.kill('SIGTERM');
    expect((await consumer.finished).code).toBe(0);
  },
);

/** Waits until orders are persisted that are published after this call. */
async function moreArrive(round: string): Promise<void> {
  const arrived = async () => (await persistedOrders(shop)).length;
  const before = await arrived();
  await expect.poll(arrived, { ...patience, message: round }).toBeGreaterThan(before + inFlight);
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { drillChoices } from './support/drill-seed.js';
import { startFoldmart, type Running } from './support/foldmart.js';
import { ownServices, useOwnServices } from './support/own-services.js';
import { expectExact, persistedOrders } from './support/persisted-orders.js';
import type { FateOfCommit } from './support/tapped-brokers.js';
import { useTappedShop } from './support/tapped-shop.js';

const rounds = 3;
const patience = { timeout: 120_000, interval: 500 };
const fates = ['never arrives', 'is not answered'] as const;

let producer: Running;
let consumer: Running;

beforeAll(useOwnServices, 240_000);
afterAll(() => ownServices('down'), 60_000);

const tapped = useTappedShop(() => [producer, consumer]);

it(
  'a coordinator that is killed while a commit is in flight costs no order and doubles none',
  { timeout: 480_000 },
  async ({ task }) => {
    const choices = drillChoices('coordinator killed');
    const produce = ['produce', '--only', 'orders', '--rate', '60', '--seed', choices.seed];
    producer = startFoldmart([...produce, '-o', 'json'], tapped.shop.settings);
    consumer = startFoldmart(['consume', '--single', '--type', 'order', '--id', 'one'], {
      ...tapped.shop.settings,
      KAFKA_BOOTSTRAP_SERVERS: tapped.tap.servers,
    });
    await consumer.shows('persisted');
    for (let round = 0; round < rounds; round += 1) {
      const coordinator = await nextCommit(choices.between(1, 10), choices.pick(fates));
      await ownServices('stop', coordinator, '--kill');
      await moreArrive(`without ${coordinator}`);
      await ownServices('start', coordinator);
    }
    await moreArrive('with all brokers');
    producer.kill('SIGTERM');
    const { stdout } = await producer.finished;
    const { orders, unconfirmed } = JSON.parse(stdout) as Record<'orders' | 'unconfirmed', number>;
    expect(unconfirmed).toBe(0);
    await expectExact(tapped.shop, orders);
    consumer.kill('SIGTERM');
    expect((await consumer.finished).code).toBe(0);
    reportFigures(task, { orders, 'coordinators killed': rounds });
  },
);

/** Gives a commit this fate, and resolves with the broker that it was sent to: the coordinator of the group. */
function nextCommit(number: number, fate: FateOfCommit): Promise<string> {
  let seen = 0;
  return new Promise((resolve) => {
    tapped.tap.onCommit = (broker) => {
      seen += 1;
      if (seen < number) return 'pass';
      tapped.tap.onCommit = () => 'pass';
      resolve(broker);
      return fate;
    };
  });
}

/** Waits until orders are persisted that are published after this call. */
async function moreArrive(when: string): Promise<void> {
  const arrived = async () => (await persistedOrders(tapped.shop)).length;
  const before = await arrived();
  await expect.poll(arrived, { ...patience, message: when }).toBeGreaterThan(before + 300);
}

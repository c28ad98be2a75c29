import { expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { drillChoices } from './support/drill-seed.js';
import { startFoldmart, type Running } from './support/foldmart.js';
import { expectExact } from './support/persisted-orders.js';
import { useTappedShop } from './support/tapped-shop.js';

const kills = 8;
const orders = 1_200;

let consumer: Running;
let producer: Running;

const tapped = useTappedShop(() => [producer, consumer]);

it(
  'a consumer that is killed again and again after its transaction and before its offset records every order once',
  { timeout: 300_000 },
  async ({ task }) => {
    const choices = drillChoices('killed at commit');
    const args = ['produce', '--only', 'orders', '--rate', '100', '--orders', String(orders)];
    producer = startFoldmart([...args, '--seed', choices.seed, '-o', 'json'], tapped.shop.settings);
    let again = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      await killedAtCommit(choices.between(1, 6));
      again += duplicatesOf(consumer);
    }
    consumer = startConsumer();
    const { stdout } = await producer.finished;
    expect(JSON.parse(stdout)).toMatchObject({ orders, unconfirmed: 0 });
    await expectExact(tapped.shop, orders);
    consumer.kill('SIGTERM');
    expect((await consumer.finished).code).toBe(0);
    again += duplicatesOf(consumer);
    expect(again).toBeGreaterThanOrEqual(kills);
    reportFigures(task, { orders, kills, 'delivered again': again });
  },
);

/** Starts a consumer, and kills it when it sends this commit, which never arrives. */
async function killedAtCommit(commit: number): Promise<void> {
  let seen = 0;
  const killed = new Promise<void>((resolve) => {
    tapped.tap.onCommit = () => {
      seen += 1;
      if (seen < commit) return 'pass';
      consumer.kill('SIGKILL');
      resolve();
      return 'never arrives';
    };
  });
  consumer = startConsumer();
  await killed;
  await consumer.finished;
  tapped.tap.onCommit = () => 'pass';
}

function startConsumer(): Running {
  return startFoldmart(['consume', '--single', '--type', 'order', '--id', 'one'], {
    ...tapped.shop.settings,
    KAFKA_BOOTSTRAP_SERVERS: tapped.tap.servers,
    CONSUMER_BATCH_SIZE: '20',
  });
}

/** The messages that it recognised as recorded before. */
function duplicatesOf({ stderr }: Running): number {
  const counts = [...stderr().matchAll(/ (\d+) duplicates/g)].map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}

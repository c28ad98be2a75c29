import { createOrderedPublisher } from '@foldmart/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

const IN_FLIGHT = 24;
const KEYS = ['one', 'two', 'three'];

let server: PrivateRedis;
beforeAll(async () => {
  server = await PrivateRedis.start();
});
afterAll(() => server.stop());

const killConnections = () =>
  server.ask((redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'));

async function restart(): Promise<void> {
  await server.kill();
  await server.resume();
}

it.each([
  ['its connections are killed', 'killed-connections', killConnections],
  ['the server is killed', 'killed-server', restart],
])('many publishes in flight keep their order when %s', async (_what, topic, trouble) => {
  const bus = openBus(server.port);
  await bus.admin.createTopics([{ ...ORDERS, name: topic }]);
  const retries: unknown[] = [];
  const publish = createOrderedPublisher(
    (number: number) => bus.publish(topic, [{ key: keyOf(number), value: String(number) }]),
    { retry: { ...systemDependencies, onRetry: (error) => retries.push(error) } },
  );
  const traffic = publishSteadily(publish);
  for (let round = 1; round <= 4; round += 1) {
    const before = traffic.published;
    await eventually('messages are published', () => traffic.published > before + 100);
    await trouble();
    await eventually('a call fails', () => retries.length >= round);
  }
  const count = await traffic.stop();

  const seen: number[] = [];
  await bus.subscribe({ topic, group: 'g', member: 'm' }, async ({ messages }) => {
    seen.push(...messages.map((message) => Number(bodyOf(message))));
  });
  await eventually('everything is delivered', () => new Set(seen).size === count);
  for (const key of KEYS) {
    const firsts = [...new Set(seen.filter((number) => keyOf(number) === key))];
    expect(firsts).toEqual([...firsts].sort((one, other) => one - other));
  }
  await bus.close();
});

function keyOf(number: number): string {
  return KEYS[number % KEYS.length] ?? '';
}

/** Publishes the numbers from 0, many at a time, until it is stopped. */
function publishSteadily(publish: (number: number) => Promise<void>) {
  let isStopped = false;
  const traffic = { published: 0, stop };
  const running = run();
  return traffic;

  async function run(): Promise<number> {
    const open = new Set<Promise<void>>();
    let next = 0;
    for (; !isStopped; next += 1) {
      while (open.size >= IN_FLIGHT) await Promise.race(open);
      const call: Promise<void> = publish(next).then(() => {
        traffic.published += 1;
        open.delete(call);
      });
      open.add(call);
    }
    await Promise.all(open);
    return next;
  }

  async function stop(): Promise<number> {
    isStopped = true;
    return running;
  }
}

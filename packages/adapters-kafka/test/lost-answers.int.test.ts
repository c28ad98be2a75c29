import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { ProxiedBrokers } from './support/proxied-brokers.js';
import { bodiesOf, readAll } from './support/reading.js';
import { withTopic } from './support/topics.js';

let proxy: ProxiedBrokers;

beforeAll(async () => {
  proxy = await ProxiedBrokers.before(testServers());
});

afterAll(() => proxy.close());

const message = (value: string) => ({ key: 'k', value });

it('writes a message whose response was lost only once, and acknowledges it when the broker answers again', async () => {
  const direct = openBus();
  const bus = openBus({ bootstrapServers: proxy.servers, requestTimeoutMs: 1_000 });
  await withTopic(direct, {}, async (topic) => {
    await bus.publish(topic, [message('before')]);
    proxy.isSwallowing = true;
    const lost = bus.publish(topic, [message('lost')]);
    await readAll(direct, topic, 2);
    proxy.isSwallowing = false;
    await lost;
    await bus.publish(topic, [message('after')]);
    expect(bodiesOf(await readAll(direct, topic, 3))).toEqual(['before', 'lost', 'after']);
  });
  await Promise.all([bus.close(), direct.close()]);
});

it('acknowledges only what is written, after it gave up a message whose response was lost', async () => {
  const direct = openBus();
  const bus = openBus({
    bootstrapServers: proxy.servers,
    requestTimeoutMs: 1_000,
    connectionTimeoutMs: 500,
    deliveryTimeoutMs: 1_500,
  });
  await withTopic(direct, {}, async (topic) => {
    await bus.publish(topic, [message('before')]);
    proxy.isSwallowing = true;
    const lost = bus.publish(topic, [message('lost')]);
    const behind = bus.publish(topic, [message('behind')]);
    await expect(lost).rejects.toMatchObject({ port: 'event-bus', isRetryable: true });
    await expect(behind).rejects.toMatchObject({ port: 'event-bus' });
    proxy.isSwallowing = false;
    const names = ['1', '2', '3', '4', '5'];
    for (const name of names) await bus.publish(topic, [message(name)]);
    const bodies = bodiesOf(await readAll(direct, topic, 7));
    expect(bodies.filter((body) => names.includes(body ?? ''))).toEqual(names);
    expect(bodies.filter((body) => body === 'lost')).toHaveLength(1);
  });
  await Promise.all([bus.close(), direct.close()]);
});

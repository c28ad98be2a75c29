import kafkajs from 'kafkajs';
import { expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { bodiesOf } from './support/reading.js';
import { withTopic } from './support/topics.js';

const patience = { timeout: 30_000 };

it('a plain kafkajs consumer shares a group with this client, and leaves it again', async () => {
  const bus = openBus();
  await withTopic(bus, { partitions: 4 }, async (topic) => {
    const group = `group-${topic}`;
    const seen = new Map<string, number>();
    const note = (body: string | null) => seen.set(String(body), (seen.get(String(body)) ?? 0) + 1);
    const subscription = await bus.subscribe({ topic, group, member: 'own' }, async (batch) => {
      for (const body of bodiesOf(batch.messages)) note(body);
    });
    await expect.poll(() => subscription.assignments().length, patience).toBe(4);
    const plain = new kafkajs.Kafka({
      brokers: testServers(),
      logLevel: kafkajs.logLevel.NOTHING,
    }).consumer({ groupId: group, maxWaitTimeInMs: 100, heartbeatInterval: 300 });
    await plain.connect();
    await plain.subscribe({ topic, fromBeginning: true });
    await plain.run({
      eachMessage: async ({ message }) => void note(message.value?.toString() ?? null),
    });
    await expect.poll(() => subscription.assignments().length, patience).toBe(2);
    const publish = (prefix: string) =>
      bus.publish(
        topic,
        Array.from({ length: 40 }, (_, index) => ({
          key: `${prefix}${index}`,
          value: `${prefix}${index}`,
        })),
      );
    await publish('shared-');
    await expect.poll(() => seen.size, patience).toBe(40);
    await plain.disconnect();
    await expect.poll(() => subscription.assignments().length, patience).toBe(4);
    await publish('alone-');
    await expect.poll(() => seen.size, patience).toBe(80);
  });
  await bus.close();
});

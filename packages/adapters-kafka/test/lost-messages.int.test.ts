import kafkajs from 'kafkajs';
import { afterAll, expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { bodiesOf } from './support/reading.js';
import { withTopic } from './support/topics.js';

const bus = openBus();
const admin = new kafkajs.Kafka({
  brokers: testServers(),
  logLevel: kafkajs.logLevel.NOTHING,
}).admin();

afterAll(async () => {
  await admin.disconnect();
  await bus.close();
});

type Loss = { partition: number; from: string; to: string };

async function readOn(topic: string, group: string, losses: Loss[], bodies: (string | null)[]) {
  const observer = {
    lost: ({ partition, from, to }: Loss) => void losses.push({ partition, from, to }),
  };
  return bus.subscribe({ topic, group, member: 'member', observer }, async ({ messages }) => {
    bodies.push(...bodiesOf(messages));
  });
}

it('reports messages that were deleted before a group read them, and continues after them', async () => {
  await admin.connect();
  await withTopic(bus, {}, async (topic) => {
    const group = `group-${topic}`;
    const messages = Array.from({ length: 10 }, (_, index) => ({ key: 'k', value: String(index) }));
    await bus.publish(topic, messages);
    await bus.admin.resetOffsets(group, topic, { to: 'offset', offset: '3' });
    // kafkajs deletes records only if it has fetched the leader before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '7' }] });
    const losses: Loss[] = [];
    const bodies: (string | null)[] = [];
    const subscription = await readOn(topic, group, losses, bodies);
    await expect.poll(() => bodies, { timeout: 10_000 }).toEqual(['7', '8', '9']);
    expect(losses).toEqual([{ partition: 0, from: '3', to: '7' }]);
    await subscription.close();
  });
});

import kafkajs, { type Kafka } from 'kafkajs';
import type { BatchPosition } from '@foldmart/core';
import { afterAll, expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { withTopic } from './support/topics.js';

const bus = openBus();
const kafka: Kafka = new kafkajs.Kafka({
  brokers: testServers(),
  logLevel: kafkajs.logLevel.NOTHING,
});

afterAll(() => bus.close());

it('positions are contiguous over transaction markers and aborted messages, also over a restart', async () => {
  await withTopic(bus, {}, async (topic) => {
    const group = `group-${topic}`;
    const positions: BatchPosition[] = [];
    const join = () =>
      bus.subscribe({ topic, group, member: 'member' }, async ({ position }) => {
        positions.push(position);
      });
    const producer = kafka.producer({
      transactionalId: `tx-${topic}`,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (const round of [0, 1]) {
      const subscription = await join();
      for (const [nth, isKept] of [true, false].entries()) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ key: 'k', value: 'v' }] });
        await (isKept ? transaction.commit() : transaction.abort());
        const committed = String(4 * round + 2 * nth + 2);
        await expect
          .poll(() => bus.admin.lag(group, topic), { timeout: 10_000 })
          .toMatchObject([{ committed }]);
      }
      await subscription.close();
    }
    await producer.disconnect();
    expect(positions).toHaveLength(2);
    expect(positions[0]?.from).toBe('0');
    expect(positions[1]?.from).toBe(positions[0]?.next);
  });
});

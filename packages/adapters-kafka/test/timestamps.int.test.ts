import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import * as z from 'zod';
import { realClock } from '@foldmart/conformance';
import { createEventRegistry, createWireCodec, defineEvent, toEnvelope } from '@foldmart/core';
import { describe, expect, it, vi } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { bodiesOf, readAll } from './support/reading.js';
import { withTopic } from './support/topics.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far the clocks of brokers and tests may be apart. */
const TOLERANCE_MS = 120_000;

const clockOff = (byMs: number) => ({ ...realClock, now: () => realClock.now() + byMs });

/** Passes on a topic whose records have their producer's time, Kafka's default. */
async function withProducerTimes(
  work: (topic: string) => Promise<void>,
  configs: readonly { name: string; value: string }[] = [],
): Promise<void> {
  const kafka = new kafkajs.Kafka({
    brokers: testServers(),
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  const topic = `test-${randomUUID().slice(0, 13)}`;
  const configEntries = [{ name: 'message.timestamp.type', value: 'CreateTime' }, ...configs];
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic, numPartitions: 1, replicationFactor: 3, configEntries }],
    waitForLeaders: false,
  });
  // The client's own wait ends with an error if a broker does not know the topic yet.
  await vi.waitFor(
    async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      expect(topics[0]?.partitions[0]?.leader).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 50 },
  );
  await work(topic);
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
}

const numbers = Array.from({ length: 40 }, (_, number) => String(number));

/** Publishes the numbers, 8 calls at a time and then the rest, and returns what arrives. */
async function publishNumbers(bus: ReturnType<typeof openBus>, topic: string) {
  for (const part of [numbers.slice(0, 8), numbers.slice(8, 16), numbers.slice(16)]) {
    await Promise.all(part.map((value) => bus.publish(topic, [{ key: 'k', value }])));
  }
  return readAll(bus, topic, numbers.length);
}

describe('a topic that createTopics created', () => {
  it.each([30 * DAY_MS, HOUR_MS, -30 * DAY_MS])(
    'has the time of the brokers, whatever a clock that is off by %d ms says',
    async (byMs) => {
      const bus = openBus({}, clockOff(byMs));
      await withTopic(bus, {}, async (topic) => {
        const messages = await publishNumbers(bus, topic);
        expect(bodiesOf(messages)).toEqual(numbers);
        for (const { timestampMs } of messages) {
          expect(Math.abs(timestampMs - realClock.now())).toBeLessThan(TOLERANCE_MS);
        }
      });
      await bus.close();
    },
  );
});

describe('a topic that has the time of its producers', () => {
  it('a message is stamped by the injected clock', async () => {
    const tenMinutesAgo = realClock.now() - 600_000;
    const bus = openBus({}, { ...realClock, now: () => tenMinutesAgo });
    await withProducerTimes(async (topic) => {
      await bus.publish(topic, [{ key: 'k', value: 'v' }]);
      const [message] = await readAll(bus, topic, 1);
      expect(message?.timestampMs).toBe(tenMinutesAgo);
    });
    await bus.close();
  });

  it.each([30 * DAY_MS, 2 * HOUR_MS])(
    'takes every message once, in order, with the time of the brokers, from a clock that is %d ms ahead',
    async (aheadMs) => {
      const bus = openBus({}, clockOff(aheadMs));
      await withProducerTimes(async (topic) => {
        const messages = await publishNumbers(bus, topic);
        expect(bodiesOf(messages)).toEqual(numbers);
        for (const { timestampMs } of messages) {
          expect(Math.abs(timestampMs - realClock.now())).toBeLessThan(TOLERANCE_MS);
        }
      });
      await bus.close();
    },
  );

  it('takes messages without a timestamp if it refuses even the time of the brokers', async () => {
    const limits = ['before', 'after'].map((side) => ({
      name: `message.timestamp.${side}.max.ms`,
      value: '0',
    }));
    const bus = openBus({}, clockOff(30 * DAY_MS));
    await withProducerTimes(async (topic) => {
      const messages = await publishNumbers(bus, topic);
      expect(bodiesOf(messages)).toEqual(numbers);
      expect(messages.map(({ timestampMs }) => timestampMs)).toContain(-1);
    }, limits);
    await bus.close();
  });

  it('takes an event whose own time is 30 days ahead, which keeps it', async () => {
    const planned = defineEvent({
      type: 'sale_planned',
      topic: 'sales',
      schema: z.object({ sale_id: z.string() }),
      streamId: ({ sale_id }) => `sale-${sale_id}`,
    });
    const registry = createEventRegistry([planned]);
    const codec = createWireCodec(registry);
    const time = new Date(realClock.now() + 30 * DAY_MS).toISOString();
    const data = { sale_id: '1' };
    const event = toEnvelope(
      registry,
      { type: planned.type, data },
      { id: randomUUID(), time, origin: 'test' },
    );
    const bus = openBus();
    await withProducerTimes(async (topic) => {
      await bus.publish(topic, [codec.encode(event).message]);
      const [message] = await readAll(bus, topic, 1);
      if (message === undefined) throw new Error('nothing was delivered');
      expect(codec.decode(message)).toMatchObject({ ok: true, event: { time } });
    });
    await bus.close();
  });
});

import kafkajs, { type Kafka } from 'kafkajs';
import { compressFrame, decompressFrame } from 'lz4-napi';
import type { Compression } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { bodiesOf, readAll, within } from './support/reading.js';
import { withTopic } from './support/topics.js';

const { CompressionCodecs, CompressionTypes } = kafkajs;
const types = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  lz4: CompressionTypes.LZ4,
} as const;

const bus = openBus();
const kafka: Kafka = new kafkajs.Kafka({
  brokers: testServers(),
  logLevel: kafkajs.logLevel.NOTHING,
});

beforeAll(() => {
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: ({ buffer }: { buffer: Buffer }) => compressFrame(buffer),
    decompress: (data: Buffer) => decompressFrame(data),
  });
});

afterAll(() => bus.close());

const bodies = Array.from({ length: 300 }, (_, index) => `${index}: 전자제품 ${'x'.repeat(index)}`);

async function readWithKafkaJs(topic: string, count: number) {
  const consumer = kafka.consumer({ groupId: `plain-${topic}`, maxWaitTimeInMs: 100 });
  const seen: { value: string | undefined; header: string; codec: number }[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const complete = new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message: { value, headers, attributes } }) => {
        seen.push({ value: value?.toString(), header: String(headers?.['h']), codec: attributes });
        if (seen.length === count) resolve();
      },
    });
  });
  await within(20_000, complete, () => `${seen.length} of ${count} messages came`);
  await consumer.disconnect();
  return seen;
}

describe.each(['none', 'gzip', 'lz4'] as const)('compressed as %s', (compression: Compression) => {
  it('another client reads what this one writes, including headers', async () => {
    const own = openBus({ compression });
    await withTopic(own, {}, async (topic) => {
      const headers = { h: 'ä' };
      await own.publish(
        topic,
        bodies.map((value) => ({ key: 'k', value, headers })),
      );
      const seen = await readWithKafkaJs(topic, bodies.length);
      expect(seen.map(({ value }) => value)).toEqual(bodies);
      expect(new Set(seen.map(({ header }) => header))).toEqual(new Set(['ä']));
    });
    await own.close();
  });

  it('this client reads what another one writes', async () => {
    await withTopic(bus, {}, async (topic) => {
      const producer = kafka.producer({
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      });
      await producer.connect();
      const messages = bodies.map((value) => ({ key: 'k', value, headers: { h: ['x', 'ä'] } }));
      await producer.send({ topic, compression: types[compression], messages });
      await producer.disconnect();
      const read = await readAll(bus, topic, bodies.length);
      expect(bodiesOf(read)).toEqual(bodies);
      expect(read.at(-1)?.headers).toEqual({ h: 'ä' });
    });
  });
});

it('messages of an aborted transaction of another client are not delivered', async () => {
  await withTopic(bus, {}, async (topic) => {
    const producer = kafka.producer({
      transactionalId: `tx-${topic}`,
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (const [value, isKept] of [
      ['1', true],
      ['2', false],
      ['3', true],
      ['4', false],
      ['5', true],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ key: 'k', value }] });
      await (isKept ? transaction.commit() : transaction.abort());
    }
    await producer.disconnect();
    const read = await readAll(bus, topic, 3);
    expect(bodiesOf(read)).toEqual(['1', '3', '5']);
  });
});

it('the lag of a group is zero if only transaction markers follow', async () => {
  await withTopic(bus, {}, async (topic) => {
    const producer = kafka.producer({
      transactionalId: `tx-${topic}`,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    const group = `group-${topic}`;
    const subscription = await bus.subscribe({ topic, group, member: 'm' }, async () => undefined);
    for (const commits of [true, false]) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ key: 'k', value: 'v' }] });
      await (commits ? transaction.commit() : transaction.abort());
    }
    await producer.disconnect();
    await expect
      .poll(() => bus.admin.lag(group, topic), { timeout: 10_000 })
      .toMatchObject([{ committed: '4', end: '4', lag: 0 }]);
    await subscription.close();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '@foldmart/core';
import { kafkaOptionsSchema, type KafkaOptions } from '@foldmart/adapters-kafka';
import { KafkaProducer } from '../src/producer/kafka-producer.js';
import { partitionOfKey } from '../src/producer/partitioner.js';
import { hurriedClock } from './support/hurried-clock.js';
import { ProtocolError } from '../src/wire/protocol-error.js';
import { ModelBroker, type Fate } from './support/model-broker.js';
import { seededRandom } from './support/seeded-random.js';

const fates = fc.array(fc.constantFrom<Fate>('served', 'lost-before', 'lost-after', 'refused'), {
  maxLength: 30,
});
const calls = fc.array(
  fc.record({ size: fc.integer({ min: 1, max: 3 }), isAwaited: fc.boolean() }),
  { minLength: 1, maxLength: 15 },
);

const clock = hurriedClock();
const UNKNOWN_TOPIC = 3;
const NOT_LEADER = 6;

/** A producer whose requests take 5 ms each. */
function producerOn(
  broker: ModelBroker,
  deliveryTimeoutMs: number,
  options: KafkaOptions = {},
): KafkaProducer {
  const settings = kafkaOptionsSchema.parse({ deliveryTimeoutMs, ...options });
  broker.onProduce = () => clock.sleep(5);
  return new KafkaProducer(settings, {
    client: broker,
    clock,
    random: seededRandom(1),
    logger: silentLogger,
  });
}

/** Publishes in turn, some without awaiting; returns the names of the acknowledged messages. */
async function publishAll(
  producer: KafkaProducer,
  sizes: readonly { size: number; isAwaited: boolean }[],
): Promise<{ acknowledged: string[]; order: string[] }> {
  const acknowledged: string[] = [];
  const order: string[] = [];
  const open: Promise<void>[] = [];
  for (const [call, { size, isAwaited }] of sizes.entries()) {
    const names = Array.from({ length: size }, (_, index) => `${call}.${index}`);
    order.push(...names);
    const messages = names.map((name) => ({ key: 'k', value: name }));
    const published = producer.publish('topic', messages).then(
      () => void acknowledged.push(...names),
      () => undefined,
    );
    open.push(published);
    if (isAwaited) await published;
  }
  await Promise.all(open);
  return { acknowledged, order };
}

const written = (broker: ModelBroker) => broker.log.map(({ value }) => String(value));

describe('publishing while requests and responses are lost', () => {
  it('writes every acknowledged message once, in the order of the calls', async () => {
    await fc.assert(
      fc.asyncProperty(
        fates,
        calls,
        fc.constantFrom(1, 200, 30_000),
        async (fate, sizes, patienceMs) => {
          const broker = new ModelBroker(fate);
          const { acknowledged, order } = await publishAll(producerOn(broker, patienceMs), sizes);
          const log = written(broker);
          expect(log).toEqual(expect.arrayContaining(acknowledged));
          expect(new Set(log).size).toBe(log.length);
          expect(log).toEqual(order.filter((name) => log.includes(name)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives up no message before its delivery time-out', async () => {
    const broker = new ModelBroker(['lost-before', 'lost-after', 'refused', 'lost-after']);
    const sizes = [{ size: 2, isAwaited: true }];
    const { acknowledged } = await publishAll(producerOn(broker, 30_000), sizes);
    expect(acknowledged).toEqual(['0.0', '0.1']);
    expect(written(broker)).toEqual(['0.0', '0.1']);
  });

  it('takes a new producer id after giving up, so that the next batch is not taken for a duplicate', async () => {
    const broker = new ModelBroker(['served', 'lost-after']);
    const producer = producerOn(broker, 1);
    const { acknowledged } = await publishAll(
      producer,
      Array.from({ length: 3 }, () => ({ size: 1, isAwaited: true })),
    );
    expect(acknowledged).toEqual(['0.0', '2.0']);
    expect(written(broker)).toEqual(['0.0', '1.0', '2.0']);
    const ids = broker.requests.map(({ producer: { producerId } }) => producerId);
    expect(ids.at(-1)).not.toBe(ids[0]);
  });

  it('fails what waits behind a batch that it gives up, in order, and continues with later calls', async () => {
    const broker = new ModelBroker(['lost-before']);
    const producer = producerOn(broker, 1);
    const settled: string[] = [];
    const note = (name: string) => ({
      ok: () => void settled.push(`${name} ok`),
      failed: () => void settled.push(`${name} failed`),
    });
    const publish = (name: string) => {
      const { ok, failed } = note(name);
      return producer.publish('topic', [{ key: 'k', value: name }]).then(ok, failed);
    };
    const waiting: Promise<void>[] = [];
    broker.onProduce = async () => {
      if (waiting.length === 0) waiting.push(publish('second'), publish('third'));
      await clock.sleep(5);
    };
    await publish('first');
    await Promise.all(waiting);
    await publish('fourth');
    expect(settled).toEqual(['first failed', 'second failed', 'third failed', 'fourth ok']);
    expect(written(broker)).toEqual(['fourth']);
  });
});

describe('what follows a batch that is given up', () => {
  const keyOf = (partition: number) =>
    ['a', 'b', 'c', 'd', 'e', 'f'].find((key) => partitionOfKey(key, 2) === partition) ?? '';
  const message = (value: string, partition = 0) => ({ key: keyOf(partition), value });

  it('fails too if it still waits for room in the buffer', async () => {
    const broker = new ModelBroker(['lost-before'], 2);
    const producer = producerOn(broker, 1, { bufferBytes: 1 });
    const calls = ['first', 'second', 'third'].map((name) =>
      producer.publish('topic', [message(name)]),
    );
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await producer.publish('topic', [message('later')]);
    expect(written(broker)).toEqual(['later']);
  });

  it('is called knowing of the failure: a call rejects while another part of it is on its way', async () => {
    const broker = new ModelBroker(['lost-before'], 2);
    const producer = producerOn(broker, 1);
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    broker.onProduce = async ({ partition }) => (partition === 1 ? answered : clock.sleep(5));
    const call = [message('failed'), message('on its way', 1)];
    await expect(producer.publish('topic', call)).rejects.toMatchObject({ isRetryable: true });
    answer();
    await producer.publish('topic', call);
    await producer.publish('topic', [message('later')]);
    const ofFirstPartition = written(broker).filter((value) => value !== 'on its way');
    expect(ofFirstPartition).toEqual(['failed', 'later']);
  });

  it('does not overtake what the other partitions of a missing topic have yet to send', async () => {
    const broker = new ModelBroker([], 2);
    const producer = producerOn(broker, 30_000);
    let isMissing = true;
    broker.onProduce = async ({ partition }) => {
      await clock.sleep(5);
      if (partition === 0 && isMissing) throw new ProtocolError(UNKNOWN_TOPIC, 'writing');
      if (partition === 1 && isMissing) throw new ProtocolError(NOT_LEADER, 'writing');
    };
    const before = producer.publish('topic', [message('before', 1)]);
    await expect(producer.publish('topic', [message('missing')])).rejects.toMatchObject({
      code: 'unknown-topic',
    });
    const after = producer.publish('topic', [message('after', 1)]);
    isMissing = false;
    await Promise.all([before, after]);
    expect(written(broker)).toEqual(['before', 'after']);
  });

  it('is not sent once the producer is closed: what is being retried fails at the deadline', async () => {
    const broker = new ModelBroker(Array.from({ length: 50 }, () => 'lost-before' as const));
    const producer = producerOn(broker, 3_600_000);
    const calls = Promise.allSettled(
      ['first', 'second'].map((name) => producer.publish('topic', [message(name)])),
    );
    await producer.close(2_000);
    const requests = broker.requests.length;
    const outcomes = await calls;
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(broker.requests).toHaveLength(requests);
  });
});

describe('a call', () => {
  it('starts after the calls before it, however soon it follows', async () => {
    for (let ticks = 0; ticks < 20; ticks += 1) {
      const broker = new ModelBroker();
      const producer = producerOn(broker, 30_000);
      const publish = async (value: string, after: number) => {
        for (let tick = 0; tick < after; tick += 1) await Promise.resolve();
        await producer.publish('topic', [{ key: 'k', value }]);
      };
      // The second and the third are made while the topic is looked up, or as soon as it is found.
      await Promise.all([
        publish('first', 0),
        publish('third', ticks + 2),
        publish('second', ticks + 1),
      ]);
      expect(written(broker)).toEqual(['first', 'second', 'third']);
    }
  });
});

describe('requests', () => {
  it('carry everything that accumulated during the last one', async () => {
    const broker = new ModelBroker();
    const producer = producerOn(broker, 30_000);
    const sizes = Array.from({ length: 40 }, () => ({ size: 1, isAwaited: false }));
    await publishAll(producer, sizes);
    expect(broker.requests.length).toBeLessThanOrEqual(2);
    expect(written(broker)).toHaveLength(40);
  });

  it('carry the next calls of all callers that the last one answered', async () => {
    const rounds = 10;
    const broker = new ModelBroker();
    const producer = producerOn(broker, 30_000);
    // Longer than the linger time.
    broker.onProduce = () => clock.sleep(20);
    const caller = async (key: string) => {
      for (let call = 0; call < rounds; call += 1) {
        await producer.publish('topic', [{ key, value: 'v' }]);
        // Callers differ in how long they take to call again.
        for (let ticks = Number(key); ticks > 0; ticks -= 1) await Promise.resolve();
      }
    };
    await Promise.all(Array.from({ length: 50 }, (_none, nth) => caller(String(nth))));
    expect(written(broker)).toHaveLength(50 * rounds);
    expect(broker.requests).toHaveLength(rounds);
  });

  it('are sent at once for a lone caller', async () => {
    const broker = new ModelBroker();
    const producer = producerOn(broker, 30_000);
    broker.onProduce = async () => undefined;
    const before = clock.monotonic();
    for (let call = 0; call < 20; call += 1) {
      await producer.publish('topic', [{ key: 'k', value: 'v' }]);
    }
    expect(clock.monotonic()).toBe(before);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kafkaOptionsSchema } from '@foldmart/adapters-kafka';
import { KafkaProducer } from '../src/producer/kafka-producer.js';
import { hurriedClock } from './support/hurried-clock.js';
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

/** A producer whose requests take 5 ms each. */
function producerOn(broker: ModelBroker, deliveryTimeoutMs: number): KafkaProducer {
  const settings = kafkaOptionsSchema.parse({ deliveryTimeoutMs });
  broker.onProduce = () => clock.sleep(5);
  return new KafkaProducer(settings, { client: broker, clock, random: seededRandom(1) });
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

describe('requests', () => {
  it('carry everything that accumulated during the last one', async () => {
    const broker = new ModelBroker();
    const producer = producerOn(broker, 30_000);
    const sizes = Array.from({ length: 40 }, () => ({ size: 1, isAwaited: false }));
    await publishAll(producer, sizes);
    expect(broker.requests.length).toBeLessThanOrEqual(2);
    expect(written(broker)).toHaveLength(40);
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

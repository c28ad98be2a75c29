import { MemoryEventBus } from '@foldmart/adapters-memory';
import { describe, expect, it } from 'vitest';
import {
  createBusPublisher,
  PortError,
  refreshCache,
  type EventEnvelope,
  type PublishEvents,
} from '@foldmart/core';
import { pickFromCache, seedCatalogue, shopCacheSelections, shopTopics } from '@foldmart/core/shop';
import { FailingLane } from '../../support/failing-lane.js';
import { memoryShop, type MemoryShop } from '../../support/memory-shop.js';
import { runProducerIn } from '../../support/producer-run.js';

describe('a producer in trouble', () => {
  const unavailable = new PortError({
    port: 'event-bus',
    operation: 'publish',
    reason: 'unavailable',
    message: 'no leader',
  });

  it('publishes the same events again after a transient failure, and reports the delay', async () => {
    const attempts: (readonly EventEnvelope[])[] = [];
    const publish: PublishEvents = async (events) => {
      attempts.push(events);
      if (attempts.length <= 3) throw unavailable;
    };
    const { result, progress } = await runProducerIn({ publish, settings: { orderLimit: 5 } });
    expect(result).toMatchObject({ orders: 5, unconfirmed: 0 });
    expect(attempts[3]).toStrictEqual(attempts[0]);
    expect(progress.filter(({ kind }) => kind === 'retrying')).toHaveLength(3);
  });

  it('publishes in order at any rate, with several publishes in flight, while they fail', async () => {
    const shop = memoryShop();
    const script = ['written', 'written', 'lost', 'in-doubt', 'written', 'lost'] as const;
    const lane = new FailingLane(shop.clock, script);
    const calls = new Map<readonly EventEnvelope[], number>();
    const publish: PublishEvents = (events) => {
      if (!calls.has(events)) calls.set(events, calls.size);
      return lane.publish(calls.get(events) ?? -1);
    };
    const settings = { rate: 'max', orderLimit: 400, publishBatchSize: 10 } as const;
    await runProducerIn({ shop, publish, settings });
    const firsts = [...new Set(lane.written)];
    expect(firsts.length).toBeGreaterThan(20);
    expect(firsts).toEqual(firsts.map((_call, index) => index));
  });

  it('rejects with any other failure, at any rate', async () => {
    const unknownTopic = new PortError({
      port: 'event-bus',
      operation: 'publish',
      reason: 'rejected',
      code: 'unknown-topic',
      message: 'there is no topic orders',
    });
    const publish = (): Promise<void> => Promise.reject(unknownTopic);
    await expect(runProducerIn({ publish, settings: {} })).rejects.toBe(unknownTopic);
    await expect(runProducerIn({ publish, settings: { rate: 'max' } })).rejects.toBe(unknownTopic);
  });

  it('rejects if the bus is unavailable beyond the duration and its grace period', async () => {
    const shop = memoryShop();
    const publish = (): Promise<void> => Promise.reject(unavailable);
    const outcome = runProducerIn({
      shop,
      publish,
      settings: { durationMs: 5_000, graceMs: 2_000 },
    });
    await expect(outcome).rejects.toBe(unavailable);
    expect(shop.clock.monotonic()).toBe(7_000);
  });

  it('reports how many events are unconfirmed if it is stopped while the bus is unavailable', async () => {
    const publish = (): Promise<void> => Promise.reject(unavailable);
    const { result } = await runProducerIn({ publish, settings: {}, stopAfterMs: 4_000 });
    expect(result.orders).toBe(0);
    expect(result.unconfirmed).toBeGreaterThan(0);
  });

  it('waits while the cache is empty, reports it, and continues once it is filled', async () => {
    const shop = memoryShop();
    const pick = pickFromCache(shop.shopCache, shop.common.random);
    shop.clock.schedule(30_000, () => void fill(shop));
    const { result, progress, published } = await runProducerIn({
      shop,
      pick,
      settings: { durationMs: 60_000 },
    });
    const waits = progress.filter(({ kind }) => kind === 'waiting');
    expect(waits.length).toBeGreaterThanOrEqual(25);
    expect(waits.length).toBeLessThanOrEqual(31);
    expect(result.orders).toBeGreaterThan(0);
    expect(result.users).toBeGreaterThan(0);
    const orders = published.filter(({ type }) => type === 'order_created');
    expect(orders).toHaveLength(result.orders);
  });

  async function fill(shop: MemoryShop): Promise<void> {
    const { common, cache, database, clock } = shop;
    await seedCatalogue({ ...common, store: database.events }, { users: 40, products: 40 });
    await refreshCache({ cache, clock, repository: database.repository }, shopCacheSelections());
  }
});

describe('a producer on a bus', () => {
  it('puts every event on its topic, under its key, with its headers', async () => {
    const shop = memoryShop(7);
    const { clock, random, codec } = shop.common;
    const bus = new MemoryEventBus({}, { clock, random });
    await bus.admin.createTopics(shopTopics());
    const { result } = await runProducerIn({
      shop,
      publish: createBusPublisher({ bus, codec }, { batchSize: 30 }),
      settings: { durationMs: 60_000 },
    });
    const ends = await bus.admin.lag('nobody', 'products');
    expect(ends.reduce((sum, { lag }) => sum + lag, 0)).toBe(result.products);
    const keys: unknown[] = [];
    const subscription = await bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm' },
      async ({ messages }) => {
        for (const message of messages) {
          const decoded = codec.decode(message);
          if (!decoded.ok) throw new Error(decoded.detail);
          const key = new TextDecoder().decode(message.key ?? new Uint8Array());
          keys.push([key === decoded.event.data['user_id'], message.headers['ce_source']]);
        }
      },
    );
    await clock.drive(waitFor(clock, () => keys.length === result.orders));
    expect(new Set(keys.map(String))).toStrictEqual(new Set(['true,/foldmart/producer']));
    await clock.drive(subscription.close().then(() => bus.close()));
  });
});

async function waitFor(clock: MemoryShop['clock'], isTrue: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isTrue() && waitedMs < 60_000; waitedMs += 10) await clock.sleep(10);
}

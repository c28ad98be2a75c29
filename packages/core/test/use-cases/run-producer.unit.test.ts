import { MemoryEventBus } from '@foldmart/adapters-memory';
import { describe, expect, it } from 'vitest';
import {
  catalogueUsers,
  createBusPublisher,
  createDirectPublisher,
  defaultCacheSelection,
  defaultCatalogue,
  pickFromCache,
  pickFromCatalogue,
  PortError,
  producerSettingsSchema,
  refreshCache,
  runProducer,
  seedCatalogue,
  shopTopics,
  type EventEnvelope,
  type PickOrders,
  type ProducerProgress,
  type ProducerResult,
  type ProducerSettings,
  type PublishEvents,
} from '@foldmart/core';
import { seededChance } from '@foldmart/generator';
import { memoryShop, type MemoryShop } from '../support/memory-shop.js';

const catalogue = { ...defaultCatalogue, users: 50, products: 80 };

interface Run {
  readonly result: ProducerResult;
  readonly published: readonly EventEnvelope[];
  readonly publishes: readonly (readonly EventEnvelope[])[];
  readonly progress: readonly ProducerProgress[];
  readonly tookMs: number;
}

interface RunOptions {
  readonly seed?: number;
  readonly settings: Partial<ProducerSettings>;
  readonly shop?: MemoryShop;
  readonly pick?: PickOrders;
  readonly publish?: PublishEvents;
  readonly stopAfterMs?: number;
}

/** A seeded run, unless it is told otherwise, that writes to a list. */
async function run({ seed = 7, shop = memoryShop(), ...options }: RunOptions): Promise<Run> {
  const publishes: (readonly EventEnvelope[])[] = [];
  const progress: ProducerProgress[] = [];
  const chance = seededChance(seed);
  const controller = new AbortController();
  if (options.stopAfterMs !== undefined) {
    shop.clock.schedule(options.stopAfterMs, () => controller.abort());
  }
  const startedAt = shop.clock.monotonic();
  const result = await shop.clock.settle(
    runProducer(
      {
        ...shop.common,
        chance,
        pick: options.pick ?? pickFromCatalogue({ ...shop.common, chance }, catalogue),
        publish: options.publish ?? (() => Promise.resolve()),
      },
      {
        settings: producerSettingsSchema.parse(options.settings),
        startMs: catalogue.startMs,
        signal: controller.signal,
        onProgress: (told) => progress.push(told),
        onPublished: (events) => publishes.push(events),
      },
    ),
  );
  const tookMs = shop.clock.monotonic() - startedAt;
  return { result, publishes, published: publishes.flat(), progress, tookMs };
}

function ofType(events: readonly EventEnvelope[], type: string): readonly EventEnvelope[] {
  return events.filter((event) => event.type === type);
}

describe('a paced producer', () => {
  it('publishes bursts of 1 to 5 orders every 2 to 8 s, and products and users between them', async () => {
    const { result, publishes, tookMs } = await run({ settings: { durationMs: 600_000 } });
    const orderBursts = publishes.filter(([event]) => event?.type === 'order_created');
    expect(orderBursts.every(({ length }) => length >= 1 && length <= 5)).toBe(true);
    expect(new Set(orderBursts.map(({ length }) => length)).size).toBe(5);
    expect(orderBursts.length).toBeGreaterThanOrEqual(600 / 8);
    expect(orderBursts.length).toBeLessThanOrEqual(600 / 2 + 1);
    const productBursts = publishes.filter(([event]) => event?.type === 'product_created');
    expect(productBursts.every(({ length }) => length === 100)).toBe(true);
    expect(productBursts.length).toBeGreaterThanOrEqual(600 / 20 - 1);
    expect(productBursts.length).toBeLessThanOrEqual(600 / 10);
    expect(result.users).toBeGreaterThanOrEqual(600 / 15 - 1);
    expect(result).toMatchObject({
      orders: orderBursts.flat().length,
      products: productBursts.length * 100,
      unconfirmed: 0,
    });
    expect(tookMs).toBe(600_000);
  });

  it('gives a burst one correlation id and one time, and each event an id of its own', async () => {
    const { publishes, published } = await run({ settings: { durationMs: 120_000 } });
    for (const burst of publishes) {
      expect(new Set(burst.map(({ correlationId }) => correlationId)).size).toBe(1);
      expect(new Set(burst.map(({ time }) => time)).size).toBe(1);
    }
    expect(new Set(publishes.map(([event]) => event?.correlationId)).size).toBe(publishes.length);
    expect(new Set(published.map(({ id }) => id)).size).toBe(published.length);
    expect(new Set(published.map(({ origin }) => origin))).toStrictEqual(new Set(['producer']));
  });

  it('says after each burst what went out, in all and a second', async () => {
    const { progress, publishes, result } = await run({ settings: { durationMs: 60_000 } });
    expect(progress).toHaveLength(publishes.length);
    const orders = progress.filter((told) => told.kind === 'orders');
    expect(orders.at(-1)).toMatchObject({ total: result.orders });
    for (const told of orders) {
      expect(told.ok).toBe(told.requested);
      expect(told.tps).toBeGreaterThan(0);
    }
  });

  it('ends with the last of so many orders, cutting the burst it stands in', async () => {
    const { result, published } = await run({ settings: { orderLimit: 17 } });
    expect(result.orders).toBe(17);
    expect(published.at(-1)?.type).toBe('order_created');
  });

  it('ends when it is stopped, in the middle of a pause', async () => {
    const { tookMs, result } = await run({ settings: {}, stopAfterMs: 31_000 });
    expect(tookMs).toBe(31_000);
    expect(result.orders).toBeGreaterThan(0);
  });

  it('publishes users alone where that is asked for', async () => {
    const { result } = await run({ settings: { kinds: ['users'], durationMs: 120_000 } });
    expect(result).toMatchObject({ orders: 0, products: 0 });
    expect(result.users).toBeGreaterThan(7);
  });
});

describe('a seeded producer', () => {
  it('publishes the very same events in a second run', async () => {
    const [one, other] = [
      await run({ settings: { durationMs: 200_000 } }),
      await run({ settings: { durationMs: 200_000 } }),
    ];
    expect(one.published.length).toBeGreaterThan(1_000);
    expect(other.published).toStrictEqual(one.published);
  });

  it('publishes the same orders at any rate, in batches of any size', async () => {
    const paced = await run({ settings: { orderLimit: 400 } });
    const fast = await run({ settings: { orderLimit: 400, rate: 'max', publishBatchSize: 64 } });
    const slow = await run({ settings: { orderLimit: 400, rate: 30, maxInFlight: 1 } });
    const orders = ofType(paced.published, 'order_created');
    expect(orders).toHaveLength(400);
    expect(fast.published).toStrictEqual(orders);
    expect(slow.published).toStrictEqual(orders);
  });

  it('publishes the beginning of the same orders where it publishes fewer', async () => {
    const many = await run({ settings: { orderLimit: 400, rate: 'max' } });
    const few = await run({ settings: { orderLimit: 123, rate: 'max' } });
    expect(few.published).toStrictEqual(many.published.slice(0, 123));
  });

  it('orders what its catalogue has for those whom it has', async () => {
    const shop = memoryShop(7);
    const known = new Set(
      Array.from(catalogueUsers(shop.common, catalogue), ({ data }) => data['user_id']),
    );
    const { published } = await run({ shop, settings: { orderLimit: 200, rate: 'max' } });
    expect(published.every(({ data }) => known.has(data['user_id']))).toBe(true);
  });

  it('publishes something else from another seed', async () => {
    const one = await run({ settings: { orderLimit: 50, rate: 'max' } });
    const other = await run({ seed: 8, settings: { orderLimit: 50, rate: 'max' } });
    const ids = new Set(one.published.map(({ id }) => id));
    expect(other.published.some(({ id }) => ids.has(id))).toBe(false);
  });

  it('adds nothing to a store that has its first run', async () => {
    const shop = memoryShop(7);
    const publish = createDirectPublisher({
      store: shop.database.events,
      registry: shop.common.registry,
    });
    await run({ shop, publish, settings: { durationMs: 100_000 } });
    const first = await shop.database.events.readAll({ limit: 10_000 });
    await run({ shop, publish, settings: { durationMs: 100_000 } });
    expect(await shop.database.events.readAll({ limit: 10_000 })).toStrictEqual(first);
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });
});

describe('a producer at a rate', () => {
  it('keeps to it', async () => {
    const { result, tookMs } = await run({ settings: { rate: 200, orderLimit: 2_000 } });
    expect(result.orders).toBe(2_000);
    expect(tookMs).toBeGreaterThanOrEqual(9_500);
    expect(tookMs).toBeLessThanOrEqual(10_500);
  });

  it('publishes orders alone, in batches of at most so many, and says so once a second', async () => {
    const { publishes, progress, result } = await run({
      settings: { rate: 900, durationMs: 10_000 },
    });
    expect(result).toMatchObject({ products: 0, users: 0 });
    expect(Math.max(...publishes.map(({ length }) => length))).toBeLessThanOrEqual(90);
    expect(progress.length).toBeGreaterThanOrEqual(9);
    expect(progress.length).toBeLessThanOrEqual(12);
  });

  it('has never more than so many publishes under way', async () => {
    const shop = memoryShop();
    let underWay = 0;
    let most = 0;
    const publish = async (): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await shop.clock.sleep(40);
      underWay -= 1;
    };
    const { result } = await run({
      shop,
      publish,
      settings: { rate: 'max', orderLimit: 5_000, publishBatchSize: 100, maxInFlight: 4 },
    });
    expect(result.orders).toBe(5_000);
    expect(most).toBe(4);
  });
});

describe('a producer in trouble', () => {
  const unavailable = new PortError({
    port: 'event-bus',
    operation: 'publish',
    reason: 'unavailable',
    message: 'no leader',
  });

  it('publishes the same events again after a transient failure, and says that it waits', async () => {
    const attempts: (readonly EventEnvelope[])[] = [];
    const publish: PublishEvents = async (events) => {
      attempts.push(events);
      if (attempts.length <= 3) throw unavailable;
    };
    const { result, progress } = await run({ publish, settings: { orderLimit: 5 } });
    expect(result).toMatchObject({ orders: 5, unconfirmed: 0 });
    expect(attempts[3]).toStrictEqual(attempts[0]);
    expect(progress.filter(({ kind }) => kind === 'retrying')).toHaveLength(3);
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
    await expect(run({ publish, settings: {} })).rejects.toBe(unknownTopic);
    await expect(run({ publish, settings: { rate: 'max' } })).rejects.toBe(unknownTopic);
  });

  it('rejects when the bus stays away past the duration and its grace', async () => {
    const shop = memoryShop();
    const publish = (): Promise<void> => Promise.reject(unavailable);
    const outcome = run({ shop, publish, settings: { durationMs: 5_000, graceMs: 2_000 } });
    await expect(outcome).rejects.toBe(unavailable);
    expect(shop.clock.monotonic()).toBe(7_000);
  });

  it('says how much is unconfirmed when it is stopped while the bus is away', async () => {
    const publish = (): Promise<void> => Promise.reject(unavailable);
    const { result } = await run({ publish, settings: {}, stopAfterMs: 4_000 });
    expect(result.orders).toBe(0);
    expect(result.unconfirmed).toBeGreaterThan(0);
  });

  it('waits for a cache that is empty, says so, and goes on once it is filled', async () => {
    const shop = memoryShop();
    const pick = pickFromCache(shop.shopCache, shop.common.random);
    shop.clock.schedule(30_000, () => void fill(shop));
    const { result, progress, published } = await run({
      shop,
      pick,
      settings: { durationMs: 60_000 },
    });
    const waits = progress.filter(({ kind }) => kind === 'waiting');
    expect(waits.length).toBeGreaterThanOrEqual(25);
    expect(waits.length).toBeLessThanOrEqual(31);
    expect(result.orders).toBeGreaterThan(0);
    expect(result.users).toBeGreaterThan(0);
    expect(ofType(published, 'order_created')).toHaveLength(result.orders);
  });

  async function fill(shop: MemoryShop): Promise<void> {
    const { common, cache, database, clock } = shop;
    await seedCatalogue({ ...common, store: database.events }, { users: 40, products: 40 });
    await refreshCache({ cache, clock, repository: database.repository }, defaultCacheSelection);
  }
});

describe('a producer on a bus', () => {
  it('puts every event on its topic, under its key, with its headers', async () => {
    const shop = memoryShop(7);
    const { clock, random, codec } = shop.common;
    const bus = new MemoryEventBus({}, { clock, random });
    await bus.admin.createTopics(shopTopics());
    const { result } = await run({
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
    await clock.settle(waitFor(clock, () => keys.length === result.orders));
    expect(new Set(keys.map(String))).toStrictEqual(new Set(['true,/foldmart/producer']));
    await clock.settle(subscription.close().then(() => bus.close()));
  });
});

async function waitFor(clock: MemoryShop['clock'], isTrue: () => boolean): Promise<void> {
  for (let waitedMs = 0; !isTrue() && waitedMs < 60_000; waitedMs += 10) await clock.sleep(10);
}

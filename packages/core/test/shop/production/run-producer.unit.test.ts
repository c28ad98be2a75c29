import { describe, expect, it } from 'vitest';
import { createDirectPublisher, type EventEnvelope } from '@foldmart/core';
import { catalogueUsers, type ProducerProgress, type PublishedProgress } from '@foldmart/core/shop';
import { memoryShop } from '../../support/memory-shop.js';
import { catalogue, runProducerIn } from '../../support/producer-run.js';

function ofType(events: readonly EventEnvelope[], type: string): readonly EventEnvelope[] {
  return events.filter((event) => event.type === type);
}

function isPublished(progress: ProducerProgress): progress is PublishedProgress {
  return progress.kind !== 'waiting' && progress.kind !== 'retrying';
}

describe('a paced producer', () => {
  it('publishes bursts of 1 to 5 orders every 2 to 8 s, and products and users between them', async () => {
    const { result, publishes, tookMs } = await runProducerIn({
      settings: { durationMs: 600_000 },
    });
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

  it('gives a burst one correlation id and one time, and each event its own id', async () => {
    const { publishes, published } = await runProducerIn({ settings: { durationMs: 120_000 } });
    for (const burst of publishes) {
      expect(new Set(burst.map(({ correlationId }) => correlationId)).size).toBe(1);
      expect(new Set(burst.map(({ time }) => time)).size).toBe(1);
    }
    expect(new Set(publishes.map(([event]) => event?.correlationId)).size).toBe(publishes.length);
    const orderIds = ofType(published, 'order_created').map(({ data }) => data['order_id']);
    const ids = [...published.map(({ id }) => id), ...orderIds];
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(published.map(({ origin }) => origin))).toStrictEqual(new Set(['producer']));
  });

  it('reports totals and rates after each burst', async () => {
    const { progress, publishes, result } = await runProducerIn({
      settings: { durationMs: 60_000 },
    });
    expect(progress).toHaveLength(publishes.length);
    const orders = progress.filter(isPublished).filter(({ kind }) => kind === 'orders');
    expect(orders.at(-1)).toMatchObject({ total: result.orders });
    for (const told of orders) {
      expect(told.ok).toBe(told.requested);
      expect(told.tps).toBeGreaterThan(0);
    }
  });

  it('ends with the last requested order, within a burst if necessary', async () => {
    const { result, published } = await runProducerIn({ settings: { orderLimit: 17 } });
    expect(result.orders).toBe(17);
    expect(published.at(-1)?.type).toBe('order_created');
  });

  it('ends when it is stopped, even during a pause', async () => {
    const { tookMs, result } = await runProducerIn({ settings: {}, stopAfterMs: 31_000 });
    expect(tookMs).toBe(31_000);
    expect(result.orders).toBeGreaterThan(0);
  });

  it('leaves no timer behind', async () => {
    const shop = memoryShop();
    await runProducerIn({ shop, settings: { durationMs: 600_000, orderLimit: 5 } });
    expect(shop.clock.scheduled).toBe(0);
  });

  it('publishes only users if that is requested', async () => {
    const { result } = await runProducerIn({ settings: { kinds: ['users'], durationMs: 120_000 } });
    expect(result).toMatchObject({ orders: 0, products: 0 });
    expect(result.users).toBeGreaterThan(7);
  });
});

describe('a seeded producer', () => {
  it('publishes the very same events in a second run', async () => {
    const [one, other] = [
      await runProducerIn({ settings: { durationMs: 200_000 } }),
      await runProducerIn({ settings: { durationMs: 200_000 } }),
    ];
    expect(one.published.length).toBeGreaterThan(1_000);
    expect(other.published).toStrictEqual(one.published);
  });

  it('publishes the same orders at any rate, in batches of any size', async () => {
    const paced = await runProducerIn({ settings: { orderLimit: 400 } });
    const fast = await runProducerIn({
      settings: { orderLimit: 400, rate: 'max', publishBatchSize: 64 },
    });
    const slow = await runProducerIn({ settings: { orderLimit: 400, rate: 30, maxInFlight: 1 } });
    const orders = ofType(paced.published, 'order_created');
    expect(orders).toHaveLength(400);
    expect(fast.published).toStrictEqual(orders);
    expect(slow.published).toStrictEqual(orders);
  });

  it('publishes the first of the same orders if it publishes fewer', async () => {
    const many = await runProducerIn({ settings: { orderLimit: 400, rate: 'max' } });
    const few = await runProducerIn({ settings: { orderLimit: 123, rate: 'max' } });
    expect(few.published).toStrictEqual(many.published.slice(0, 123));
  });

  it('orders only products and users of its catalogue', async () => {
    const shop = memoryShop(7);
    const known = new Set(
      Array.from(catalogueUsers(shop.common, catalogue), ({ data }) => data['user_id']),
    );
    const { published } = await runProducerIn({ shop, settings: { orderLimit: 200, rate: 'max' } });
    expect(published.every(({ data }) => known.has(data['user_id']))).toBe(true);
  });

  it('publishes something else from another seed', async () => {
    const one = await runProducerIn({ settings: { orderLimit: 50, rate: 'max' } });
    const other = await runProducerIn({ seed: 8, settings: { orderLimit: 50, rate: 'max' } });
    const ids = new Set(one.published.map(({ id }) => id));
    expect(other.published.some(({ id }) => ids.has(id))).toBe(false);
  });

  it('adds nothing to a store that has its first run', async () => {
    const shop = memoryShop(7);
    const publish = createDirectPublisher({
      store: shop.database.events,
      registry: shop.common.registry,
    });
    await runProducerIn({ shop, publish, settings: { durationMs: 100_000 } });
    const first = await shop.database.events.readAll({ limit: 10_000 });
    await runProducerIn({ shop, publish, settings: { durationMs: 100_000 } });
    expect(await shop.database.events.readAll({ limit: 10_000 })).toStrictEqual(first);
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });
});

describe('a producer at a rate', () => {
  it('keeps to it', async () => {
    const { result, tookMs } = await runProducerIn({ settings: { rate: 200, orderLimit: 2_000 } });
    expect(result.orders).toBe(2_000);
    expect(tookMs).toBeGreaterThanOrEqual(9_500);
    expect(tookMs).toBeLessThanOrEqual(10_500);
  });

  it('publishes only orders, in batches up to the limit, and reports once a second', async () => {
    const { publishes, progress, result } = await runProducerIn({
      settings: { rate: 900, durationMs: 10_000 },
    });
    expect(result).toMatchObject({ products: 0, users: 0 });
    expect(Math.max(...publishes.map(({ length }) => length))).toBeLessThanOrEqual(90);
    expect(progress.length).toBeGreaterThanOrEqual(9);
    expect(progress.length).toBeLessThanOrEqual(12);
  });

  it('never exceeds the limit of publishes in flight', async () => {
    const shop = memoryShop();
    let underWay = 0;
    let most = 0;
    const publish = async (): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await shop.clock.sleep(40);
      underWay -= 1;
    };
    const { result } = await runProducerIn({
      shop,
      publish,
      settings: { rate: 'max', orderLimit: 5_000, publishBatchSize: 100, maxInFlight: 4 },
    });
    expect(result.orders).toBe(5_000);
    expect(most).toBe(4);
  });
});

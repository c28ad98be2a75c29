import { describe, expect, it } from 'vitest';
import {
  catchUpProjection,
  createDirectPublisher,
  PortError,
  runProjection,
  type EventEnvelope,
  type EventStore,
  type LogRange,
  type ProjectionDependencies,
  type ProjectionRunnerDependencies,
} from '@foldmart/core';
import {
  decideOrders,
  seedCatalogue,
  shopProjections,
  shopRegistry,
  usersModel,
} from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import { memoryShop, type MemoryShop } from '../../support/memory-shop.js';

const all = shopProjections();
const activity = all.find(({ name }) => name === 'activity')!;

/** A shop with users and products, and with a number of their orders. */
async function shopWithOrders(orders: number): Promise<MemoryShop> {
  const shop = memoryShop();
  const { clock, database, common } = shop;
  const size = { users: 10, products: 10 };
  await clock.drive(seedCatalogue({ ...common, store: database.events }, size));
  await clock.drive(publishOrders(shop, orders));
  return shop;
}

async function publishOrders({ database }: MemoryShop, count: number): Promise<void> {
  const { events } = await database.events.readAll({ limit: 20 });
  const users = events.filter(({ type }) => type === 'user_created').map(dataOf);
  const products = events.filter(({ type }) => type === 'product_created').map(dataOf);
  const picks = Array.from({ length: count }, (_, index) => ({
    user: users[index % users.length] as never,
    product: products[index % products.length] as never,
  }));
  const chance = seededChance(`orders-${String(count)}`)('orders');
  const decided = decideOrders(
    { generator: createShopGenerator(), registry: shopRegistry },
    picks,
    {
      ...chance,
      nowMs: Date.UTC(2026, 1, 3),
      correlationId: 'burst',
    },
  );
  await createDirectPublisher({ store: database.events, registry: shopRegistry })(decided.events);
}

function dataOf({ data }: EventEnvelope): unknown {
  return data;
}

function dependenciesOf({ database }: MemoryShop): ProjectionDependencies {
  const { events: store, projections } = database;
  return { store, projections };
}

async function orderCounts({ database }: MemoryShop): Promise<number> {
  const rows = await database.readModels.scan(usersModel, { limit: 100 });
  return rows.reduce((sum, row) => sum + row.order_count, 0);
}

async function follow(
  shop: MemoryShop,
  durationMs: number,
  options: {
    readonly dependencies?: Partial<ProjectionRunnerDependencies>;
    readonly steps?: number[];
  } = {},
): Promise<void> {
  const controller = new AbortController();
  const { clock, common } = shop;
  const cancel = clock.schedule(durationMs, () => controller.abort());
  const { events: store, projections, rebuilds, locks } = shop.database;
  await runProjection(
    { ...common, store, projections, rebuilds, locks, all, ...options.dependencies },
    activity,
    {
      signal: controller.signal,
      pageSize: 30,
      onStep: ({ events }) => options.steps?.push(events),
    },
  ).finally(cancel);
}

/** The shop's log with another way to read it. */
function storeThat({ database }: MemoryShop, readAll: EventStore['readAll']) {
  return { readAll, count: () => database.events.count() };
}

describe('catching up', () => {
  it('projects the whole log in steps, and no event twice', async () => {
    const shop = await shopWithOrders(75);
    const dependencies = dependenciesOf(shop);
    const catchUp = () =>
      shop.clock.drive(catchUpProjection(dependencies, activity, { pageSize: 30 }));
    expect(await catchUp()).toBe(95);
    expect(await orderCounts(shop)).toBe(75);
    expect(await catchUp()).toBe(0);
    expect(await orderCounts(shop)).toBe(75);
  });

  it('counts each order once when two processes catch up at the same time', async () => {
    const shop = await shopWithOrders(75);
    const dependencies = dependenciesOf(shop);
    const catchUp = () => catchUpProjection(dependencies, activity, { pageSize: 7 });
    const both = await shop.clock.drive(Promise.all([catchUp(), catchUp()]));
    expect(both[0] + both[1]).toBe(95);
    expect(await orderCounts(shop)).toBe(75);
  });
});

describe('following the log', () => {
  it('projects existing and new events, page by page, until it is stopped', async () => {
    const shop = await shopWithOrders(75);
    const steps: number[] = [];
    shop.clock.schedule(3_000, () => void publishOrders(shop, 20));
    await shop.clock.drive(follow(shop, 6_000, { steps }));
    expect(steps).toStrictEqual([30, 30, 30, 5, 20]);
    expect(await orderCounts(shop)).toBe(95);
    expect(shop.clock.monotonic()).toBe(6_000);
  });

  it('retries while the store is unavailable, and resumes from its checkpoint', async () => {
    const shop = await shopWithOrders(75);
    let reads = 0;
    const readAll = async (range: LogRange) => {
      reads += 1;
      if (reads >= 2 && reads <= 5) {
        throw new PortError({
          port: 'event-store',
          operation: 'readAll',
          reason: 'unavailable',
          message: 'restarting',
        });
      }
      return shop.database.events.readAll(range);
    };
    const steps: number[] = [];
    const dependencies = { store: storeThat(shop, readAll) };
    await shop.clock.drive(follow(shop, 10_000, { dependencies, steps }));
    expect(steps).toStrictEqual([30, 30, 30, 5]);
    expect(await orderCounts(shop)).toBe(75);
  });

  it('is done by one process at a time; another takes over when that one ends', async () => {
    const shop = await shopWithOrders(30);
    const first: number[] = [];
    const second: number[] = [];
    shop.clock.schedule(7_000, () => void publishOrders(shop, 10));
    await shop.clock.drive(
      Promise.all([follow(shop, 5_000, { steps: first }), follow(shop, 12_000, { steps: second })]),
    );
    expect(first).toStrictEqual([30, 20]);
    expect(second).toStrictEqual([10]);
    expect(await orderCounts(shop)).toBe(40);
  });

  it('holds its lock from page to page', async () => {
    const shop = await shopWithOrders(75);
    const { locks } = shop.database;
    const asked: string[] = [];
    const tryAcquire: typeof locks.tryAcquire = (name) => {
      asked.push(name);
      return locks.tryAcquire(name);
    };
    await shop.clock.drive(follow(shop, 5_000, { dependencies: { locks: { tryAcquire } } }));
    expect(asked).toStrictEqual(['projection:activity']);
    expect(await orderCounts(shop)).toBe(75);
  });

  it('commits no step that another process has committed, if two believe that they lead', async () => {
    const shop = await shopWithOrders(75);
    const { projections } = shop.database;
    const advance = projections.advance.bind(projections);
    let isOvertaken = false;
    projections.advance = async (step) => {
      if (!isOvertaken) await advance(step);
      isOvertaken = true;
      return advance(step);
    };
    const steps: number[] = [];
    await shop.clock.drive(follow(shop, 5_000, { steps }));
    expect(steps).toStrictEqual([30, 30, 5]);
    expect(await orderCounts(shop)).toBe(75);
  });

  it('rejects with a permanent error', async () => {
    const shop = await shopWithOrders(5);
    const mistake = new TypeError('a mistake');
    const dependencies = { store: storeThat(shop, () => Promise.reject(mistake)) };
    const outcome = shop.clock.drive(follow(shop, 5_000, { dependencies }));
    await expect(outcome).rejects.toBe(mistake);
    expect(await shop.database.locks.tryAcquire('projection:activity')).toBeDefined();
  });
});

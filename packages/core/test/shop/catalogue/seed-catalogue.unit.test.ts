import { describe, expect, it } from 'vitest';
import { PortError } from '@foldmart/core';
import { countShop, seedCatalogue, type SeedProgress, type SeedReport } from '@foldmart/core/shop';
import { seededChance } from '@foldmart/generator';
import { memoryShop, type MemoryShop } from '../../support/memory-shop.js';

const size = { users: 250, products: 130, batchSize: 100 };

function seed(
  shop: MemoryShop,
  options: Parameters<typeof seedCatalogue>[1] = size,
  chance = shop.chance,
): Promise<SeedReport> {
  const dependencies = { ...shop.common, chance, store: shop.database.events };
  return shop.clock.drive(seedCatalogue(dependencies, options));
}

describe('seed-catalogue', () => {
  it('writes users and products straight to the log, marked as seeded', async () => {
    const shop = memoryShop();
    const report = await seed(shop);
    expect(report.isComplete).toBe(true);
    expect(report.users).toStrictEqual({ appended: 250, duplicates: 0, conflicts: 0, refused: 0 });
    expect(report.products.appended).toBe(130);
    expect(await countShop(shop.database.readModels)).toMatchObject({ users: 250, products: 130 });
    const { events } = await shop.database.events.readAll({ limit: 1_000 });
    expect(new Set(events.map(({ origin }) => origin))).toStrictEqual(new Set(['seed']));
  });

  it('adds nothing when it runs again, and says that all were duplicates', async () => {
    const shop = memoryShop();
    await seed(shop);
    const again = await seed(shop);
    expect(again.users).toStrictEqual({ appended: 0, duplicates: 250, conflicts: 0, refused: 0 });
    expect(again.products).toStrictEqual({
      appended: 0,
      duplicates: 130,
      conflicts: 0,
      refused: 0,
    });
    expect(await countShop(shop.database.readModels)).toMatchObject({ users: 250, products: 130 });
  });

  it('adds only what is missing when it is asked for more', async () => {
    const shop = memoryShop();
    await seed(shop);
    const more = await seed(shop, { ...size, users: 300 });
    expect(more.users).toMatchObject({ appended: 50, duplicates: 250 });
  });

  it('makes other people from another seed', async () => {
    const shop = memoryShop();
    await seed(shop);
    const other = await seed(shop, size, seededChance('another'));
    expect(other.users).toMatchObject({ appended: 250, duplicates: 0, conflicts: 0 });
    expect(other.products).toMatchObject({ appended: 130, duplicates: 0, conflicts: 0 });
  });

  it('tells how far it is, batch by batch', async () => {
    const told: SeedProgress[] = [];
    await seed(memoryShop(), { ...size, onProgress: (progress) => told.push(progress) });
    expect(told.map(({ kind, done, total }) => [kind, done, total])).toStrictEqual([
      ['users', 100, 250],
      ['users', 200, 250],
      ['users', 250, 250],
      ['products', 100, 130],
      ['products', 130, 130],
    ]);
  });

  it('stops between two batches, and says that it is not complete', async () => {
    const shop = memoryShop();
    const controller = new AbortController();
    const report = await seed(shop, {
      ...size,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(report).toMatchObject({ isComplete: false, users: { appended: 100 } });
    expect(report.products.appended).toBe(0);
  });

  it('waits out a store that is away for a while', async () => {
    let failures = 3;
    const shop = memoryShop(1, async () => {
      if (failures === 0) return;
      failures -= 1;
      throw new PortError({
        port: 'event-store',
        operation: 'ingest',
        reason: 'unavailable',
        message: 'restarting',
      });
    });
    expect((await seed(shop)).users).toMatchObject({ appended: 250, duplicates: 0 });
    expect(failures).toBe(0);
  });
});

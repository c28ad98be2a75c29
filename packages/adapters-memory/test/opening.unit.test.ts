import { describe, expect, it } from 'vitest';
import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import type { Projection } from '@foldmart/core';
import { couponModels, ordersModel, shopStore } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';

const couponTables = couponModels.models.map(({ name }) => name);

function projectionOf(name: string): Projection {
  return {
    name: 'counting',
    version: 1,
    mode: 'inline',
    models: [{ name, key: ['id'], columns: { id: 'text' } }],
    handles: ['counted'],
    project: () => [],
  };
}

describe('opening a memory database', () => {
  it.each(couponTables)('refuses a read model named %s beside the shop', (name) => {
    const projections = [projectionOf(name)];
    const open = () =>
      createMemoryDatabase({}, { clock: realClock, projections, modules: [memoryShop] });
    expect(open).toThrow(
      `A read model cannot be named ${name}: that table belongs to module shop.`,
    );
  });

  it.each(couponTables)('accepts a read model named %s without the shop', async (name) => {
    const projections = [projectionOf(name)];
    const { readModels } = createMemoryDatabase({}, { clock: realClock, projections });
    const [model] = projections[0]!.models;
    expect(await readModels.count(model!)).toBe(0);
  });

  it('refuses cached kinds that no index serves', () => {
    const cachedKinds = [{ name: 'orders', model: ordersModel }];
    const open = () => createMemoryDatabase({}, { clock: realClock, projections: [], cachedKinds });
    expect(open).toThrow('Read model orders cannot be cached as orders');
  });

  it('returns the ports of its own modules only', () => {
    const dependencies = { clock: realClock, projections: [] };
    const shop = createMemoryDatabase({}, { ...dependencies, modules: [memoryShop] });
    expect(shop.module(shopStore).coupons).toBe(shop.module(memoryShop).coupons);
    const bare = createMemoryDatabase({}, dependencies);
    expect(() => bare.module(shopStore)).toThrow('opened without module shop');
  });
});

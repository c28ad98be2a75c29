import { shopDomain, type shopDeciders } from '@foldmart/core/shop';
import { createApp, type App } from '../app/index.js';
import type { Runtime, RuntimeDependencies } from '../runtime/index.js';
import type { SettingValues, ValuesOf } from '../settings/index.js';
import type { shopSettingDefinitions } from './settings/shop-setting-definitions.js';
import type { ShopSettings } from './settings/shop-settings.js';

/** The values of the library's settings and the shop's. */
export type ShopValues = SettingValues & ValuesOf<typeof shopSettingDefinitions>;

/** The parts of a shop. */
export type ShopRuntime = Runtime<ShopValues>;

/** The shop with its runtime. */
export type Shop = App<typeof shopDeciders, ShopValues>;

/** Assembles the shop on the transports that the settings name. Nothing is connected before its first use. */
export function createShop(
  settings: ShopSettings,
  dependencies: Partial<RuntimeDependencies> = {},
): Promise<Shop> {
  const { values } = settings;
  const domain = shopDomain({
    timeOffset: values.WIRE_TIME_OFFSET,
    buyersRatio: values.CACHE_USERS_BUYERS_RATIO,
    popularRatio: values.CACHE_PRODUCTS_POPULAR_RATIO,
  });
  return createApp(domain, settings, { ...dependencies, modules: shopModules });
}

/** The coupon ledger, on the database that the settings name. */
const shopModules = {
  memory: async () => [(await import('@foldmart/adapters-memory/shop')).memoryShop],
  postgres: async () => [(await import('@foldmart/adapters-postgres/shop')).postgresShop],
};

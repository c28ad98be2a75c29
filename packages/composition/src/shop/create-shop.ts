import type { shopDeciders } from '@foldmart/core/shop';
import type { App } from '../app/index.js';
import { openApp } from '../config/index.js';
import type { Runtime, RuntimeDependencies } from '../runtime/index.js';
import type { SettingValues, ValuesOf } from '../settings/index.js';
import type { shopSettingDefinitions } from './settings/shop-setting-definitions.js';
import type { ShopSettings } from './settings/shop-settings.js';
import { shopConfig } from './shop-config.js';

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
  return openApp(shopConfig, settings, dependencies);
}

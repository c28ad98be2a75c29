import {
  loadSettings,
  type Settings,
  type SettingSources,
  type SettingValues,
  type ValuesOf,
} from '../../settings/index.js';
import { shopSettingDefinitions } from './shop-setting-definitions.js';

/** The library's settings and the shop's. */
export type ShopSettings = Settings<SettingValues & ValuesOf<typeof shopSettingDefinitions>>;

/**
 * Loads and checks the settings of the shop.
 *
 * @throws SettingsError with every invalid setting and its expected form.
 */
export function loadShopSettings(sources: SettingSources = {}): ShopSettings {
  return loadSettings(sources, shopSettingDefinitions);
}

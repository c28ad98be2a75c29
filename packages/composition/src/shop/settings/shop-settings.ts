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

/** Loads and checks the settings of the shop. Throws SettingsError that names each wrong one with what it may be. */
export function loadShopSettings(sources: SettingSources = {}): ShopSettings {
  return loadSettings(sources, shopSettingDefinitions);
}

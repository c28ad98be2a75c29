import type { Deciders, Domain } from '@foldmart/core';
import { createApp, type App } from '../app/index.js';
import { adapterNames } from '../adapters/index.js';
import type { RuntimeDependencies } from '../runtime/index.js';
import {
  loadSettings,
  type SettingDefinitions,
  type Settings,
  type SettingSources,
} from '../settings/index.js';
import type { AppConfig, ConfiguredValues } from './app-config.js';

/** Loads the library's settings and those of a configuration. Throws SettingsError that names each wrong one. */
export function loadConfiguredSettings<OwnSettings extends SettingDefinitions>(
  config: Pick<AppConfig<Deciders, OwnSettings>, 'settings' | 'adapters'>,
  sources: SettingSources = {},
): Settings<ConfiguredValues<OwnSettings>> {
  const { settings = {} as OwnSettings, adapters } = config;
  return loadSettings({ adapters: adapterNames(adapters), ...sources }, settings);
}

/** Puts the domain of a configuration on the transports that the settings name. Nothing is connected before its first use. */
export function openApp<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  config: AppConfig<Own, OwnSettings>,
  settings: Settings<ConfiguredValues<OwnSettings>>,
  dependencies: Partial<RuntimeDependencies> = {},
): Promise<App<Own, ConfiguredValues<OwnSettings>>> {
  const { adapters, modules } = config;
  return createApp(domainOf(config, settings), settings, {
    ...dependencies,
    ...(adapters === undefined ? {} : { adapters }),
    ...(modules === undefined ? {} : { modules }),
  });
}

function domainOf<Own extends Deciders, OwnSettings extends SettingDefinitions>(
  { domain }: AppConfig<Own, OwnSettings>,
  settings: Settings<ConfiguredValues<OwnSettings>>,
): Domain<Own> {
  return typeof domain === 'function' ? domain(settings) : domain;
}

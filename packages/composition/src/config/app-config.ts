import type { Deciders, Domain } from '@foldmart/core';
import type { Adapters } from '../adapters/index.js';
import type { App } from '../app/index.js';
import type { RuntimeOptions } from '../runtime/index.js';
import type { SettingDefinitions, Settings, SettingValues, ValuesOf } from '../settings/index.js';
import type { AppCommand, DefineCommand } from './app-command.js';
import type { Panel } from './panel.js';

/** The values of the library's settings and of a domain's own. */
export type ConfiguredValues<Own extends SettingDefinitions> = SettingValues & ValuesOf<Own>;

/** What a program is made of: the default export of `foldmart.config.ts`. Only the domain is needed. */
export interface AppConfig<
  Own extends Deciders = Deciders,
  OwnSettings extends SettingDefinitions = SettingDefinitions,
> {
  /** The domain, or a function that makes it for the settings. */
  readonly domain:
    Domain<Own> | ((settings: Settings<ConfiguredValues<OwnSettings>>) => Domain<Own>);
  /** Adapters beside the library's own, by the names that settings give them. */
  readonly adapters?: Adapters;
  /** Tables and ports that the domain adds to a database, by DB_TYPE. */
  readonly modules?: RuntimeOptions['modules'];
  /** Settings of the domain, read from the same sources as the library's. */
  readonly settings?: OwnSettings;
  /** Commands of the domain, beside the library's. */
  readonly commands?: (
    command: DefineCommand<App<Own, ConfiguredValues<OwnSettings>>>,
  ) => readonly AppCommand[];
  /** Parts of the live page, beside those of every domain. */
  readonly panels?: (app: App<Own, ConfiguredValues<OwnSettings>>) => readonly Panel[];
}

/**
 * Types a configuration; returns it as it is.
 *
 * @example
 * export default defineConfig({ domain: defineDomain({ name: 'counters', deciders: { counter } }) });
 */
export function defineConfig<
  const Own extends Deciders,
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- a domain without settings of its own
  const OwnSettings extends SettingDefinitions = Record<never, never>,
>(config: AppConfig<Own, OwnSettings>): AppConfig<Own, OwnSettings> {
  return config;
}

import { settingDefinitions } from './definitions.js';
import { readEnvFile } from './env-file.js';
import {
  readValues,
  type SettingDefinitions,
  type SettingTexts,
  type SettingValues,
  type ValuesOf,
} from './read-values.js';
import { resolveSettings, type Settings } from './settings.js';

/** The names of additional adapters. */
export interface AdapterNames {
  readonly queues?: readonly string[];
  readonly caches?: readonly string[];
  readonly databases?: readonly string[];
}

/**
 * The sources of settings, in order of precedence: `overrides` (flags), `environment`, the file
 * `.env`.
 */
export interface SettingSources {
  readonly overrides?: SettingTexts;
  /** Default: the environment of this process. */
  readonly environment?: SettingTexts;
  /** Default: `.env` in the working directory, if it exists; null for none. */
  readonly envFile?: string | null;
  readonly adapters?: AdapterNames;
}

/**
 * Loads and checks the library's settings.
 *
 * @throws SettingsError with every invalid setting and its expected form.
 */
export function loadSettings(sources?: SettingSources): Settings;
/**
 * Loads and checks the settings of the library and of a domain.
 *
 * @throws SettingsError with every invalid setting and its expected form.
 */
export function loadSettings<Own extends SettingDefinitions>(
  sources: SettingSources,
  own: Own,
): Settings<SettingValues & ValuesOf<Own>>;
export function loadSettings(sources: SettingSources = {}, own: SettingDefinitions = {}): Settings {
  const { overrides = {}, environment = process.env, envFile = '.env' } = sources;
  const texts = [overrides, environment, readEnvFile(envFile).texts];
  return resolveSettings(readValues(definitionsOf(sources, own), texts));
}

/** The settings of the library, with the names of the adapters that are plugged in, and those of a domain. */
export function definitionsOf({ adapters = {} }: SettingSources, own: SettingDefinitions) {
  return { ...own, ...definitionsWith(adapters) };
}

function definitionsWith({ queues = [], caches = [], databases = [] }: AdapterNames) {
  const { QUEUE_TYPE, CACHE_TYPE, DB_TYPE } = settingDefinitions;
  return {
    ...settingDefinitions,
    QUEUE_TYPE: QUEUE_TYPE.with(queues),
    CACHE_TYPE: CACHE_TYPE.with(caches),
    DB_TYPE: DB_TYPE.with(databases),
  };
}

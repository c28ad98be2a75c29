import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { readValues, type SettingTexts } from './read-values.js';
import { resolveSettings, type Settings } from './settings.js';
import { SettingsError } from './settings-error.js';

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
}

/**
 * Loads and checks all settings.
 *
 * @throws SettingsError with every invalid setting and its expected form.
 */
export function loadSettings(sources: SettingSources = {}): Settings {
  const { overrides = {}, environment = process.env, envFile = '.env' } = sources;
  return resolveSettings(readValues([overrides, environment, readEnvFile(envFile)]));
}

function readEnvFile(path: string | null): SettingTexts {
  if (path === null) return {};
  try {
    return parse(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    const problem = `it cannot be read (${error instanceof Error ? error.message : String(error)})`;
    throw new SettingsError([{ name: path, problem }]);
  }
}

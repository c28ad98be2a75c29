import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { readValues, type SettingTexts } from './read-values.js';
import { resolveSettings, type Settings } from './settings.js';
import { SettingsError } from './settings-error.js';

/** Where settings come from; the former wins: `overrides` (flags), `environment`, the file `.env`. */
export interface SettingSources {
  readonly overrides?: SettingTexts;
  /** Default: the process's own. */
  readonly environment?: SettingTexts;
  /** Default: `.env` in the working directory, if there is one; null for none. */
  readonly envFile?: string | null;
}

/** Loads and checks all settings. Throws SettingsError that names each wrong one with what it may be. */
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

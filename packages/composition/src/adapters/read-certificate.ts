import { readFileSync } from 'node:fs';
import type { SettingName } from '../settings/definitions.js';
import { SettingsError } from '../settings/settings-error.js';

/**
 * The PEM text of a file that a setting names; undefined if it names none. Throws SettingsError if the file cannot be
 * read.
 */
export function readCertificate(name: SettingName, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsError([{ name, value: path, problem: `the file cannot be read (${why})` }]);
  }
}

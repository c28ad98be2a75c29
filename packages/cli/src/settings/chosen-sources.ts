import type { SettingSources, SettingTexts } from '@foldmart/composition';
import { existsSync } from 'node:fs';
import type { GlobalOptions } from '../global-options.js';
import { UsageError } from '../usage-error.js';
import { readAssignment } from './assignment.js';

type ChosenOptions = Omit<GlobalOptions, 'output' | 'app'>;

/**
 * The sources of settings that a command line chooses. `implied` settings are those that the command needs.
 *
 * @throws UsageError if it names a setting that does not exist, or a file that does not exist.
 */
export function chosenSources(
  { queue, cache, db, set, settingsFile }: ChosenOptions,
  names: readonly string[],
  implied: SettingTexts = {},
): SettingSources {
  if (settingsFile !== undefined && !existsSync(settingsFile)) {
    throw new UsageError(`--settings-file ${settingsFile}: there is no such file`);
  }
  const overrides = {
    ...assignmentsOf(set, names),
    ...(queue === undefined ? {} : { QUEUE_TYPE: queue }),
    ...(cache === undefined ? {} : { CACHE_TYPE: cache }),
    ...(db === undefined ? {} : { DB_TYPE: db }),
    ...implied,
  };
  return { overrides, ...(settingsFile === undefined ? {} : { envFile: settingsFile }) };
}

/** The settings of all `--set`; the last one of a name counts. */
export function assignmentsOf(
  set: readonly string[],
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(set.map((text) => readAssignment(text, names)));
}

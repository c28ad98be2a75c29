import type { GlobalOptions } from '../../global-options.js';
import { assignmentsOf } from '../../settings/chosen-sources.js';

/** How a child process gets the settings of its parent. */
export interface ChildSettings {
  readonly args: readonly string[];
  /** Everything that may be a secret: other users of the machine can read the command lines of processes. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Passes on the settings that the parent was given beside its environment. */
export function childSettings(
  queueType: string,
  { set, settingsFile }: Pick<GlobalOptions, 'set' | 'settingsFile'>,
  names: readonly string[],
): ChildSettings {
  return {
    args: [
      ...['--queue', queueType, '--db', 'postgres'],
      ...(settingsFile === undefined ? [] : ['--settings-file', settingsFile]),
    ],
    environment: assignmentsOf(set, names),
  };
}

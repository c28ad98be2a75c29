import { roles, settingDefinitions } from '@foldmart/composition';
import type { KnownValues } from './command-tree.js';

/** The values of options that stand for settings. A colon would split a word, so no `--to offset:`. */
export function knownValues(settings: readonly string[]): KnownValues {
  return {
    '--queue': ['memory', 'redis', 'kafka'],
    '--cache': ['memory', 'redis'],
    '--db': ['memory', 'postgres'],
    '--roles': [...roles],
    '--set': [...Object.keys(settingDefinitions), ...settings].map((name) => `${name}=`),
    '--to': ['earliest', 'latest'],
    '--from': ['earliest', 'latest'],
  };
}

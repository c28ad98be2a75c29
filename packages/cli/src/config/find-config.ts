import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../usage-error.js';

const names = ['ts', 'mts', 'js', 'mjs'].map((ending) => `foldmart.config.${ending}`);

/**
 * The path of the configuration: `chosen`, a file or a directory that has one, or else the one in `directory`. Undefined
 * if nothing is chosen and the directory has none.
 *
 * @throws UsageError if the chosen one does not exist.
 */
export function findConfig(directory: string, chosen?: string): string | undefined {
  if (chosen === undefined) return configIn(directory);
  const path = resolve(directory, chosen);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new UsageError(`--app ${chosen}: there is no such file or directory (${path})`);
  }
  if (!found.isDirectory()) return path;
  const file = configIn(path);
  if (file !== undefined) return file;
  throw new UsageError(`--app ${chosen}: the directory has none of ${names.join(', ')}`);
}

function configIn(directory: string): string | undefined {
  return names.map((name) => join(directory, name)).find((path) => existsSync(path));
}

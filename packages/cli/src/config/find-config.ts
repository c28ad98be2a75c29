import { existsSync, statSync, type Stats } from 'node:fs';
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
  const found = statusOf(chosen, path);
  if (!found.isDirectory()) return path;
  const file = configIn(path);
  if (file !== undefined) return file;
  throw new UsageError(`--app ${chosen}: the directory has none of ${names.join(', ')}`);
}

function statusOf(chosen: string, path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const problem = isMissing
      ? `there is no such file or directory (${path})`
      : `it cannot be read (${error instanceof Error ? error.message : String(error)})`;
    throw new UsageError(`--app ${chosen}: ${problem}`, { cause: error });
  }
}

function configIn(directory: string): string | undefined {
  return names.map((name) => join(directory, name)).find((path) => existsSync(path));
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('@foldmart/cli/package.json');

/**
 * The path of a file of this package, from its path in the package. Bundling moves modules, so a path relative to a
 * module has no fixed meaning.
 */
export function ownFile(path: string): string {
  return join(dirname(manifest), path);
}

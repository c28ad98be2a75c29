import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The configuration by which a package builds a client for browsers. */
export const CLIENT_CONFIG = 'vite.config.mjs';

/**
 * Whether a package has a client for browsers.
 *
 * @param {string} home the folder of the package
 */
export function hasClient(home) {
  return existsSync(join(home, CLIENT_CONFIG));
}

/**
 * Whether the client of a package was built after its last change. Its sources may import those of the package.
 *
 * @param {string} home
 */
export function isClientBuilt(home) {
  const built = statSync(join(home, 'dist/client/index.html'), { throwIfNoEntry: false });
  if (built === undefined) return false;
  const sources = [
    CLIENT_CONFIG,
    'package.json',
    ...filesIn(home, 'client'),
    ...filesIn(home, 'src'),
  ];
  return sources.every((file) => statSync(join(home, file)).mtimeMs <= built.mtimeMs);
}

/**
 * @param {string} home
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(home, folder) {
  return readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.types'))
    .map((path) => join(folder, path));
}

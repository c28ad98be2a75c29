import { join } from 'node:path';
import { build } from 'vite';
import { CLIENT_CONFIG } from './client-build.mjs';

/**
 * Builds the client of a package into `dist/client`. Its configuration names its root.
 *
 * @param {string} home the folder of the package
 */
export async function buildClient(home) {
  await build({ root: join(home, 'client'), configFile: join(home, CLIENT_CONFIG) });
}

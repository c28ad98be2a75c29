import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hasClient, isClientBuilt } from './client-build.mjs';
import { isBundled } from './package-entries.mjs';

/**
 * Bundles each package that the compiler checked after its last bundle, and builds each client that has changed.
 *
 * @param {string} root the folder of the workspace
 * @param {(name: string) => void} [onPackage] is told of each package before it is bundled
 */
export async function bundlePackages(root, onPackage = () => undefined) {
  const folders = packageFolders(root);
  const stale = folders.filter((name) => !isBundled(join(root, name)));
  if (stale.length > 0) {
    const { bundlePackage } = await import('./bundle-package.mjs');
    for (const name of stale) {
      onPackage(name);
      await bundlePackage(join(root, name));
    }
  }
  await buildClients(root, folders, onPackage);
}

/**
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {(name: string) => void} onPackage
 */
async function buildClients(root, folders, onPackage) {
  const stale = folders.filter((name) => {
    const home = join(root, name);
    return hasClient(home) && !isClientBuilt(home);
  });
  if (stale.length === 0) return;
  const { buildClient } = await import('./build-client.mjs');
  for (const name of stale) {
    onPackage(`${name}/client`);
    await buildClient(join(root, name));
  }
}

/**
 * The folders of the packages in the workspace.
 *
 * @param {string} root the folder of the workspace
 */
export function packageFolders(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter((name) => existsSync(join(root, name, 'package.json')));
}

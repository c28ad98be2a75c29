import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isBundled } from './package-entries.mjs';

/**
 * Bundles each package that the compiler checked after its last bundle.
 *
 * @param {string} root the folder of the workspace
 * @param {(name: string) => void} [onPackage] is told of each package before it is bundled
 */
export async function bundlePackages(root, onPackage = () => undefined) {
  const stale = packageFolders(root).filter((name) => !isBundled(join(root, name)));
  if (stale.length === 0) return;
  const { bundlePackage } = await import('./bundle-package.mjs');
  for (const name of stale) {
    onPackage(name);
    await bundlePackage(join(root, name));
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

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundler = ['package-entries.mjs', 'bundle-package.mjs'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);

/**
 * What a package is entered by: the modules that its manifest exports, and its program `main`. Names are paths in its
 * `src` and `dist`, without extension.
 *
 * @param {string} home the folder of the package
 * @returns {string[]}
 */
export function packageEntries(home) {
  const { exports = {} } = readManifest(home);
  const names = Object.values(exports)
    .map((target) => /^\.\/dist\/(.+)\.js$/.exec(target.default ?? '')?.[1])
    .filter((name) => name !== undefined);
  return existsSync(join(home, 'src/main.ts')) ? [...names, 'main'] : names;
}

/**
 * @param {string} home
 * @returns {{
 *   exports?: Record<string, { default?: string }>,
 *   dependencies?: Record<string, string>,
 *   peerDependencies?: Record<string, string>,
 * }}
 */
export function readManifest(home) {
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
}

/**
 * Whether a package is bundled since the compiler last checked it. A package that was never compiled needs no bundle.
 *
 * @param {string} home
 */
export function isBundled(home) {
  const checkedAt = modifiedAt(join(home, 'dist/.tsbuildinfo'));
  if (checkedAt === 0) return true;
  const changedAt = Math.max(
    checkedAt,
    ...[join(home, 'package.json'), ...bundler].map(modifiedAt),
  );
  return packageEntries(home).every(
    (name) => modifiedAt(join(home, `dist/${name}.js`)) >= changedAt,
  );
}

/** @param {string} file */
function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

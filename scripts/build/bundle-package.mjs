import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { packageEntries, readManifest } from './package-entries.mjs';
import { replaceScripts } from './replace-scripts.mjs';

/**
 * Bundles the modules of a package from its sources into `dist`. Other packages stay imports, so that a process has one
 * copy of each. Rejects if a module imports a package that the manifest does not name.
 *
 * @param {string} home the folder of the package
 */
export async function bundlePackage(home) {
  const bundle = await rolldown({
    cwd: home,
    input: Object.fromEntries(packageEntries(home).map((name) => [name, `./src/${name}.ts`])),
    platform: 'node',
    external: externals(home),
    transform: { target: 'es2023' },
    onwarn: (warning) => {
      throw new Error(String(warning.message));
    },
  });
  try {
    replaceScripts(join(home, 'dist'), scriptsOf(await bundle.generate(output(home))));
  } finally {
    await bundle.close();
  }
}

/**
 * @param {string} home
 * @returns {import('rolldown').OutputOptions}
 */
function output(home) {
  return {
    dir: join(home, 'dist'),
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
    keepNames: true,
    // Annotations are what lets users' bundlers drop the code that they do not use.
    comments: { annotation: true, jsdoc: false, legal: true },
  };
}

/** @param {string} home */
function externals(home) {
  const { dependencies = {}, peerDependencies = {} } = readManifest(home);
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  return [/^node:/, ...names.map((name) => new RegExp(`^${name}(/|$)`))];
}

/**
 * The text of each file, entries last, so that what they import is there before them.
 *
 * @param {import('rolldown').RolldownOutput} bundle
 * @returns {Map<string, string>}
 */
function scriptsOf({ output }) {
  const isEntry = (/** @type {string} */ name) => !name.startsWith('chunks/');
  return new Map(
    output
      .map((file) => /** @type {[string, string]} */ ([file.fileName, textOf(file)]))
      .sort(([left], [right]) => Number(isEntry(left)) - Number(isEntry(right))),
  );
}

/** @param {import('rolldown').RolldownOutput['output'][number]} file */
function textOf(file) {
  return file.type === 'chunk' ? file.code : String(file.source);
}

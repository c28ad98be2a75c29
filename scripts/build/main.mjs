import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundlePackages } from './bundles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** Compiles projects (all by default) and those that they need, then bundles the packages. */
process.exitCode = compile(process.argv.slice(2)) || (await bundle());

/** @param {string[]} projects */
function compile(projects) {
  const chosen = projects.length > 0 ? projects : ['tsconfig.build.json'];
  const options = [compiler, '-b', ...chosen];
  return spawnSync(process.execPath, options, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

async function bundle() {
  try {
    await bundlePackages(root);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

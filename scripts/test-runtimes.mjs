import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './ci/pack.mjs';
import { bundleHarness } from './runtimes/bundle-harness.mjs';
import { commandOf, installRuntime, runtimes } from './runtimes/runtimes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const needed = ['core', 'adapters-memory', 'node', 'conformance', 'codec-registry'].map(
  (name) => `@foldmart/${name}`,
);
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(runtimes, name));

/**
 * Runs the packed packages on Bun and Deno, installed in an empty folder: the quickstart (append, fold, projection), and
 * every suite of a port on memory, and that of codecs in each format. npm brings the runtimes, outside the lockfile.
 */
async function main() {
  const chosen = asked.length > 0 ? asked : Object.keys(runtimes);
  const folder = mkdtempSync(join(tmpdir(), 'foldmart-runtimes-'));
  try {
    await prepare(folder);
    return chosen.filter((name) => !passesOn(name, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function prepare(folder) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const tarballs = packAll(folder).filter(({ name }) => needed.includes(name));
  const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const files = tarballs.map(({ file }) => file);
  const { status, stderr } = spawnSync('npm', [...options, ...files], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm could not install the packages:\n${stderr}`);
  const quickstart = join(root, 'examples/quickstart/dist');
  for (const file of ['by-hand.js', 'seats.js'])
    copyFileSync(join(quickstart, file), join(folder, file));
  for (const file of readdirSync(join(root, 'scripts/runtimes/programs'))) {
    copyFileSync(join(root, 'scripts/runtimes/programs', file), join(folder, file));
  }
  await bundleHarness(root, folder);
}

/**
 * @param {string} name
 * @param {string} folder
 */
function passesOn(name, folder) {
  const binary = installRuntime(name, root);
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  process.stdout.write(`\n${name} ${stdout.split('\n')[0]}\n`);
  return ['by-hand.js', 'consume.mjs', 'conformance.mjs'].every((program) => {
    const { status, signal } = spawnSync(binary, commandOf(name, program), {
      cwd: folder,
      stdio: 'inherit',
      timeout: 300_000,
    });
    if (status !== 0) process.stderr.write(`${program} failed on ${name}: ${signal ?? status}\n`);
    return status === 0;
  });
}

if (unknown === undefined) {
  const failed = await main();
  process.exitCode = failed.length > 0 ? 1 : 0;
} else {
  process.stderr.write(
    `There is no runtime ${unknown}: npm run test:runtimes -- [${Object.keys(runtimes).join(' ')}]\n`,
  );
  process.exitCode = 2;
}

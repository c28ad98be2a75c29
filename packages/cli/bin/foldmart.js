#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const workspace = join(home, '..', '..');

if (isSourceCheckout() && !isBuilt()) build();
await import('../dist/main.js');

function isSourceCheckout() {
  const manifest = join(workspace, 'package.json');
  if (!existsSync(join(home, 'src')) || !existsSync(manifest)) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).name === 'foldmart';
}

function isBuilt() {
  const packages = join(workspace, 'packages');
  return readdirSync(packages).every((name) => isUpToDate(join(packages, name)));
}

/** The compiler touches its build record even when the outputs stay the same. */
function isUpToDate(directory) {
  const sources = join(directory, 'src');
  if (!existsSync(sources)) return true;
  const built = modifiedAt(join(directory, 'dist', '.tsbuildinfo'));
  return readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .every((entry) => modifiedAt(join(entry.parentPath, entry.name)) <= built);
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function build() {
  process.stderr.write('foldmart: the sources are newer than the build; building…\n');
  const compiler = join(workspace, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) fail('typescript is not installed: run `npm ci` in the clone first.');
  const { status } = spawnSync(process.execPath, [compiler, '-b', 'tsconfig.build.json'], {
    cwd: workspace,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (status !== 0) fail('the build failed; its messages are above.');
}

function fail(reason) {
  process.stderr.write(`foldmart: ${reason}\n`);
  process.exit(1);
}

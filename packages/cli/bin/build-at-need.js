import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));
const packages = join(workspace, 'packages');
const compiler = join(workspace, 'node_modules', 'typescript', 'bin', 'tsc');
const scripts = join(workspace, 'scripts', 'build');
const lock = join(workspace, 'node_modules', '.foldmart-build.lock');
const hasErrors = /"(semanticDiagnosticsPerFile|emitDiagnosticsPerFile|errors)":/;
const scope = '@foldmart/';
const patienceMs = 300_000;
const pollMs = 100;

/**
 * In a clone, builds the packages if sources that the command needs are newer than their build. An
 * installed package needs no build.
 */
export async function buildAtNeed() {
  if (!isClone()) return;
  const { isBundled } = await import(pathToFileURL(join(scripts, 'package-entries.mjs')).href);
  const isBuilt = () => neededPackages().every((home) => isUpToDate(home, isBundled));
  if (isBuilt()) return;
  if (!existsSync(compiler))
    fail('the packages are not installed: run `npm ci` in the clone first.');
  takeLock();
  try {
    if (!isBuilt()) build();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isClone() {
  const manifest = join(workspace, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'foldmart';
}

/** The folders of the command's package and of those that it needs. */
function neededPackages() {
  const names = new Set(['cli']);
  for (const name of names) {
    const manifest = readFileSync(join(packages, name, 'package.json'), 'utf8');
    const { dependencies, peerDependencies } = JSON.parse(manifest);
    for (const needed of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (needed.startsWith(scope)) names.add(needed.slice(scope.length));
    }
  }
  return [...names].map((name) => join(packages, name));
}

/**
 * The compiler updates its build record even if the outputs stay the same. The record also lists
 * the errors of sources that were compiled in spite of them.
 */
function isUpToDate(directory, isBundled) {
  const sources = join(directory, 'src');
  if (!existsSync(sources)) return true;
  const record = join(directory, 'dist', '.tsbuildinfo');
  const builtAt = modifiedAt(record);
  if (builtAt === 0 || hasErrors.test(readFileSync(record, 'utf8'))) return false;
  return isBundled(directory) && isOlder(sources, builtAt);
}

/** Every command of a clone looks at every source. Walking takes a quarter of the time of a recursive `readdirSync`. */
function isOlder(folder, builtAt) {
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? isOlder(path, builtAt) : modifiedAt(path) <= builtAt;
  });
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Ensures that processes that start at the same time in a fresh clone build it once. */
function takeLock() {
  const deadline = Date.now() + patienceMs;
  while (!tryLock()) {
    if (Date.now() > deadline)
      fail(`another build holds ${lock}; if no build is running, delete the file.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
  }
}

function tryLock() {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned()) rmSync(lock, { force: true });
    return false;
  }
}

function isAbandoned() {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function build() {
  process.stderr.write('foldmart: the sources are newer than the build, building…\n');
  const options = [join(scripts, 'main.mjs')];
  const stdio = ['ignore', process.stderr.fd, process.stderr.fd];
  const { status } = spawnSync(process.execPath, options, { cwd: workspace, stdio });
  if (status !== 0) {
    rmSync(lock, { force: true });
    fail('the build failed, its messages are above.');
  }
}

function fail(reason) {
  process.stderr.write(`foldmart: ${reason}\n`);
  process.exit(1);
}

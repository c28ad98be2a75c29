import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples/quickstart/dist');
const scratch = mkdtempSync(join(tmpdir(), 'foldmart-install-'));
const project = join(scratch, 'project');
const created = join(scratch, 'parking');
const tarballs = new Map(packAll(scratch).map(({ name, file }) => [name, file]));

/** Installs the packed packages into empty folders, as their users do: the quickstart, and a created project. */
try {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const program of ['by-hand.js', 'seats.js', 'main.js']) {
    copyFileSync(join(examples, program), join(project, program));
  }
  install(project, ['@foldmart/core', '@foldmart/adapters-memory', '@foldmart/node']);
  expectLines('by-hand.js', 4);
  install(project, ['@foldmart/composition', 'create-foldmart']);
  expectLines('main.js', 1);
  expectMissingPackage();
  createProject();
  testProject();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * Installs packages from their tarballs, and what else the folder's manifest names. Fails if npm warns, for example of a
 * dependency that does not support this version of Node.
 *
 * @param {string} folder
 * @param {string[]} names
 */
function install(folder, names) {
  const startedAt = performance.now();
  const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const files = names.map((name) => String(tarballs.get(name)));
  const { stderr } = expectSuccess(folder, 'npm', [...options, ...files]);
  if (/npm warn/i.test(stderr)) throw new Error(`npm warned:\n${stderr}`);
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  const { length: count } = Object.keys(lock.packages);
  const size = (sizeBytes(join(folder, 'node_modules')) / 1_000_000).toFixed(1);
  process.stdout.write(
    `installed ${names.join(', ')} in ${secondsSince(startedAt)}: ${String(count)} packages, ${size} MB\n`,
  );
}

/** Creates a project with the packed program, and refuses to do so twice. */
function createProject() {
  const program = join(project, 'node_modules/.bin/create-foldmart');
  const services = ['--queue', 'redis', '--database', 'postgres'];
  const options = [created, '--thing', 'parking lot', ...services];
  const { stdout } = expectSuccess(scratch, program, options);
  process.stdout.write(`created: ${String(stdout.split('\n')[0])}\n`);
  const again = runProgram(scratch, program, options);
  if (again.status !== 2 || !again.stderr.includes('not empty')) {
    throw new Error(`A second project in the same folder ended with ${String(again.status)}`);
  }
}

/** Installs the created project with every package that it needs, checks its types, and runs its tests and a command. */
function testProject() {
  const startedAt = performance.now();
  install(created, neededBy(created));
  expectSuccess(created, 'npm', ['run', 'typecheck']);
  const { stdout } = expectSuccess(created, 'npm', ['test']);
  const tests = /Tests\s+(\d+) passed \(\1\)/.exec(stdout)?.[1];
  if (tests === undefined) throw new Error(`Its tests did not pass:\n${stdout}`);
  const reserved = expectSuccess(created, 'npx', ['foldmart', 'reserve', 'lot-1', 'ann']);
  if (reserved.stdout !== 'ann has lot-1\n') throw new Error(`reserve printed ${reserved.stdout}`);
  process.stdout.write(`${tests} tests passed, ${secondsSince(startedAt)} from an empty folder\n`);
}

/**
 * The packages of this workspace that a project needs, including those that its packages need.
 *
 * @param {string} folder
 */
function neededBy(folder) {
  const own = (/** @type {string} */ file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.keys({ ...dependencies, ...devDependencies }).filter((name) =>
      tarballs.has(name),
    );
  };
  const needed = new Set(own(join(folder, 'package.json')));
  for (const name of needed) {
    const manifest = join(root, 'packages', name.replace('@foldmart/', ''), 'package.json');
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    for (const other of Object.keys(dependencies)) if (tarballs.has(other)) needed.add(other);
  }
  return [...needed];
}

/** @param {number} startedAt */
function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

/** @param {string} folder @returns {number} */
function sizeBytes(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sizeBytes(path) : statSync(path).size;
    })
    .reduce((sum, size) => sum + size, 0);
}

/**
 * @param {string} folder
 * @param {string} program
 * @param {string[]} options
 */
function expectSuccess(folder, program, options) {
  const ended = runProgram(folder, program, options);
  if (ended.status === 0) return ended;
  throw new Error(`${program} ${options.join(' ')} failed:\n${ended.stdout}${ended.stderr}`);
}

/**
 * @param {string} folder
 * @param {string} program
 * @param {string[]} options
 * @param {Record<string, string>} settings
 */
function runProgram(folder, program, options, settings = {}) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NO_COLOR: '1', ...settings };
  return spawnSync(program, options, { cwd: folder, env, encoding: 'utf8' });
}

/**
 * @param {string} program
 * @param {number} count
 */
function expectLines(program, count) {
  const { status, stdout, stderr } = runProgram(project, process.execPath, [program]);
  const lines = stdout.trimEnd().split('\n');
  if (status !== 0 || lines.length !== count) {
    throw new Error(`${program} ended with ${String(status)}: ${stdout}${stderr}`);
  }
  process.stdout.write(`ran ${program}: ${String(lines.at(-1))}\n`);
}

/** A driver that is not installed is named with the command that installs it, and without a stack. */
function expectMissingPackage() {
  const settings = { QUEUE_TYPE: 'kafka' };
  const { status, stderr } = runProgram(project, process.execPath, ['main.js'], settings);
  const isNamed = stderr.includes('npm install @foldmart/adapters-kafka');
  if (status === 0 || !isNamed || /^\s+at /m.test(stderr)) {
    throw new Error(`QUEUE_TYPE=kafka ended with ${String(status)}: ${stderr}`);
  }
  process.stdout.write('QUEUE_TYPE=kafka names the package that is missing\n');
}

import { execFileSync, spawnSync } from 'node:child_process';
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

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples/quickstart/dist');
const scratch = mkdtempSync(join(tmpdir(), 'foldmart-install-'));
const project = join(scratch, 'project');

/** Installs the packed packages into an empty folder, as their users do, and runs the quickstart there. */
try {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  for (const program of ['by-hand.js', 'seats.js', 'main.js']) {
    copyFileSync(join(examples, program), join(project, program));
  }
  install('core', 'adapters-memory', 'node');
  expectLines('by-hand.js', 4);
  install('composition');
  expectLines('main.js', 1);
  expectMissingPackage();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {string[]} names */
function install(...names) {
  const startedAt = performance.now();
  const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  execFileSync('npm', [...options, ...names.map(pack)], { cwd: project, stdio: 'pipe' });
  const seconds = (performance.now() - startedAt) / 1_000;
  const lock = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'));
  const { length: count } = Object.keys(lock.packages);
  const size = (sizeBytes(join(project, 'node_modules')) / 1_000_000).toFixed(1);
  process.stdout.write(
    `installed ${names.join(', ')} in ${seconds.toFixed(1)} s: ${String(count)} packages, ${size} MB\n`,
  );
}

/** @param {string} name */
function pack(name) {
  const workspace = `@foldmart/${name}`;
  const options = ['pack', '--json', '--offline', '--pack-destination', scratch, '-w', workspace];
  const [packed] = JSON.parse(execFileSync('npm', options, { cwd: root, encoding: 'utf8' }));
  return join(scratch, packed.filename);
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
 * @param {string} program
 * @param {Record<string, string>} settings
 */
function run(program, settings = {}) {
  const env = { PATH: process.env['PATH'], ...settings };
  return spawnSync(process.execPath, [program], { cwd: project, env, encoding: 'utf8' });
}

/**
 * @param {string} program
 * @param {number} count
 */
function expectLines(program, count) {
  const { status, stdout, stderr } = run(program);
  const lines = stdout.trimEnd().split('\n');
  if (status !== 0 || lines.length !== count) {
    throw new Error(`${program} ended with ${String(status)}: ${stdout}${stderr}`);
  }
  process.stdout.write(`ran ${program}: ${String(lines.at(-1))}\n`);
}

/** A driver that is not installed is named with the command that installs it, and without a stack. */
function expectMissingPackage() {
  const { status, stderr } = run('main.js', { QUEUE_TYPE: 'kafka' });
  const isNamed = stderr.includes('npm install @foldmart/adapters-kafka');
  if (status === 0 || !isNamed || /^\s+at /m.test(stderr)) {
    throw new Error(`QUEUE_TYPE=kafka ended with ${String(status)}: ${stderr}`);
  }
  process.stdout.write('QUEUE_TYPE=kafka names the package that is missing\n');
}

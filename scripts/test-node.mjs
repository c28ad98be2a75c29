import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major, ...selection] = process.argv.slice(2);

/** Runs the tests that need no service on another version of Node, whose binary npm brings outside the lockfile. */
if (major === undefined || !/^\d+$/.test(major)) {
  process.stderr.write('Name a version: npm run test:node -- 22 [files and options of vitest]\n');
  process.exitCode = 2;
} else {
  process.exitCode = test(install(major), selection);
}

/**
 * @param {string} version
 * @returns {string} the path of the binary
 */
function install(version) {
  const folder = join(root, 'node_modules/.cache/node', version);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', ...options, `${name}@${version}`], { stdio: 'inherit' });
  return binary;
}

/**
 * @param {string} node
 * @param {string[]} options
 */
function test(node, options) {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  process.stdout.write(`Node ${stdout}`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const report = `--outputFile.json=reports/vitest-node-${String(major)}.json`;
  const { status } = spawnSync(node, [vitest, 'run', '--project', 'unit', report, ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

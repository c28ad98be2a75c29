import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BuildProgress } from './build-progress.mjs';
import { bundlePackages } from './bundles.mjs';
import { showProgress } from './progress-line.mjs';

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/**
 * Compiles a project and those that it needs, bundles the packages among them, shows the progress, and resolves with
 * the exit code.
 *
 * @param {string} root the folder to compile in
 * @param {string} project
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} stream
 * @returns {Promise<number>}
 */
export async function build(root, project, stream = process.stderr) {
  return (await compile(root, project, stream)) || (await bundle(root, stream));
}

/**
 * @param {string} root
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} stream
 * @returns {Promise<number>}
 */
async function bundle(root, stream) {
  let current = '';
  const shown = showProgress(stream, () => (current === '' ? undefined : `bundling ${current}`));
  const message = await bundlePackages(root, (name) => {
    current = name;
    shown.show();
  }).catch(messageOf);
  shown.end();
  if (message === undefined) return 0;
  stream.write(`${message}\n`);
  return 1;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {string} root
 * @param {string} project
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} stream
 * @returns {Promise<number>}
 */
function compile(root, project, stream) {
  const progress = new BuildProgress();
  const state = () => (progress.state === undefined ? undefined : `building ${progress.state}`);
  const shown = showProgress(stream, state);
  const child = spawn(process.execPath, [compiler, '-b', '--verbose', project], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  /** @type {string[]} */
  const messages = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (progress.read(line)) shown.show();
    else messages.push(line);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      shown.end();
      if (messages.length > 0) stream.write(`${messages.join('\n')}\n`);
      resolve(code ?? 1);
    });
  });
}

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BuildProgress } from './build-progress.mjs';
import { showProgress } from './progress-line.mjs';

const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/**
 * Compiles a project and those that it needs, shows the progress, and resolves with the compiler's exit code.
 *
 * @param {string} root the folder to compile in
 * @param {string} project
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} stream
 * @returns {Promise<number>}
 */
export function build(root, project, stream = process.stderr) {
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

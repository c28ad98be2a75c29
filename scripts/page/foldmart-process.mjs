import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Starts a foldmart command.
 *
 * @param {string} root
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} settings
 */
export function startFoldmart(root, args, settings) {
  const { PATH, HOME } = process.env;
  const directory = join(root, 'reports');
  mkdirSync(directory, { recursive: true });
  const child = spawn(process.execPath, [join(root, 'packages/cli/bin/foldmart.js'), ...args], {
    cwd: directory,
    env: { PATH, HOME, NO_COLOR: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-20_000);
    });
  }
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  return {
    pid: child.pid,
    /** @type {Promise<number>} */
    ended,
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    /** The address of the live page, once it is served. */
    async address() {
      for (;;) {
        const found = /live page at (http:\/\/\S+)/.exec(said)?.[1];
        if (found !== undefined) return found;
        if (child.exitCode !== null) throw new Error(`foldmart ${args.join(' ')} ended:\n${said}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { command } from './folders.mjs';

/**
 * Runs a command of the shop to its end, and returns what it printed. Throws unless its exit code is 0 or 1, or if the
 * signal aborts.
 * @param {Readonly<Record<string, string>>} settings
 * @param {AbortSignal} signal
 * @param {readonly string[]} args
 */
export async function runFoldmart(settings, signal, args) {
  const options = { env: { ...process.env, ...settings }, maxBuffer: 2 ** 28, signal };
  const run = promisify(execFile)(process.execPath, [command, ...args, '-o', 'json'], options);
  const { stdout } = await run.catch((error) => {
    if (error.code === 1) return error;
    throw error;
  });
  return JSON.parse(stdout);
}

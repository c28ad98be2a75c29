import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { command, reportFolder } from './folders.mjs';

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {string} stdout
 */

/**
 * Starts a command of the shop. It ends by itself if the soak is killed, and its messages go to a file.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} settings
 * @param {(line: string) => void} [onLine] receives each line of stdout, which is not kept then
 */
export function startCommand(name, args, settings, onLine) {
  mkdirSync(`${reportFolder}logs`, { recursive: true });
  const log = createWriteStream(`${reportFolder}logs/${name}.log`, { flags: 'a' });
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, ...settings, FOLDMART_ENDS_WITH_STDIN: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stderr.pipe(log);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (onLine === undefined) return;
    const lines = stdout.split('\n');
    stdout = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout }));
  });
  return { name, pid: child.pid ?? 0, ended, kill: child.kill.bind(child) };
}

/** @typedef {ReturnType<typeof startCommand>} ShopProcess */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The result of a run. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface Running {
  /** Resolves once stderr contains this text. Rejects if the command ends first. */
  readonly shows: (text: string) => Promise<void>;
  /** Resolves once stdout contains this text. Rejects if the command ends first. */
  readonly prints: (text: string) => Promise<void>;
  /** Its output so far. */
  readonly stdout: () => string;
  /** Its messages so far. */
  readonly stderr: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly pid: number | undefined;
  readonly finished: Promise<Finished>;
}

/** Settings of one shop, which replace those of the environment. */
export type ShopSettings = Readonly<Record<string, string>>;

const ownSettings =
  /^(QUEUE|CACHE|DB|KAFKA|REDIS|POSTGRES|DATABASE|TOPIC|CONSUMER|COUPON|GRADE|LOG|LEADER|DASHBOARD)_/;

/** Few tests look at the live page, and the others need not serve it. */
const withoutPage = { DASHBOARD: 'false' };

/** A folder without a configuration or a `.env`. */
const emptyFolder = mkdtempSync(join(tmpdir(), 'foldmart-cli-'));
process.once('exit', () => rmSync(emptyFolder, { recursive: true, force: true }));

/** Starts the command in a process of its own. */
export function startFoldmart(
  args: readonly string[],
  settings: ShopSettings = {},
  cwd = emptyFolder,
): Running {
  const inherited = Object.entries(process.env).filter(([name]) => !ownSettings.test(name));
  const child = spawn(process.execPath, [command, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...withoutPage, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  const lookAll = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    lookAll();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    lookAll();
  });
  const untilShown = (text: string, shown: () => string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!shown().includes(text)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void finished.then(() => reject(new Error(`ended without showing ${text}:\n${stderr}`)));
    });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    finished,
    kill: (signal) => child.kill(signal),
    pid: child.pid,
    shows: (text) => untilShown(text, () => stderr),
    prints: (text) => untilShown(text, () => stdout),
    stdout: () => stdout,
    stderr: () => stderr,
  };
}

/** Runs the command to its end. */
export function foldmart(
  args: readonly string[],
  settings: ShopSettings = {},
  cwd?: string,
): Promise<Finished> {
  return startFoldmart(args, settings, cwd).finished;
}

/**
 * Runs the command with `-o json` and parses the object that it prints. Throws with its output
 * unless it ends with `code`.
 */
export async function foldmartJson(
  args: readonly string[],
  settings: ShopSettings = {},
  code = 0,
): Promise<unknown> {
  const finished = await foldmart([...args, '-o', 'json'], settings);
  if (finished.code !== code) {
    const output = `${finished.stderr}\n${finished.stdout}`;
    throw new Error(`exit code ${String(finished.code)} of ${args.join(' ')}:\n${output}`);
  }
  return JSON.parse(finished.stdout) as unknown;
}

import { spawn, type StdioOptions } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const command = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const shop = ['start', '--orders', '20', '--rate', 'max', '--users', '20', '--products', '20'];

const few = ['start', '--users', '20', '--products', '20'];
const waiting = { timeout: 60_000, interval: 50 };

let full: number;
beforeEach(() => {
  full = openSync('/dev/full', 'w');
});
afterEach(() => {
  closeSync(full);
});

function start(args: readonly string[], stdio: StdioOptions, more: Record<string, string> = {}) {
  const settings = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };
  const env = { ...process.env, ...settings, LOG_LEVEL: 'debug', ...more };
  const child = spawn(process.execPath, [command, ...args], { cwd: tmpdir(), env, stdio });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended };
}

describe('consumers whose output cannot be written', () => {
  it('continue when the disk of stderr is full', async () => {
    const { child, ended } = start(shop, ['ignore', 'pipe', full]);
    const results = child.stdout === null ? '' : await text(child.stdout);
    expect({ code: await ended, results }).toEqual({
      code: 0,
      results: expect.stringContaining('persisted') as string,
    });
  });

  it('continue when the reader of stderr is gone', async () => {
    const { child, ended } = start(shop, ['ignore', 'pipe', 'pipe']);
    child.stderr?.destroy();
    const results = child.stdout === null ? '' : await text(child.stdout);
    expect(await ended).toBe(0);
    expect(results).toContain('persisted');
  });

  it('finish when the disk of stdout is full, and say that the result is lost', async () => {
    const { child, ended } = start(shop, ['ignore', full, 'pipe']);
    const told = child.stderr === null ? '' : await text(child.stderr);
    expect(told).toContain('foldmart: results cannot be written: ENOSPC');
    expect(told).toContain('total 9 consumers started');
    expect(await ended).toBe(1);
  });

  it('finish when the reader of stdout is gone', async () => {
    const { child, ended } = start(shop, ['ignore', 'pipe', 'ignore']);
    child.stdout?.destroy();
    expect(await ended).toBe(0);
  });
});

describe('LOG_FILE', () => {
  it('has what was said on stderr, opens again at SIGHUP, and does not stop consumers when it is full', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'foldmart-')), 'foldmart.log');
    symlinkSync('/dev/full', path);
    const { child, ended } = start(few, ['ignore', 'ignore', 'pipe'], { LOG_FILE: path });
    let told = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text));
    await vi.waitFor(() => expect(told).toContain('total 9 consumers started'), waiting);
    expect(told).toMatch(/lines for LOG_FILE .* are lost: ENOSPC/);
    unlinkSync(path);
    child.kill('SIGHUP');
    await vi.waitFor(() => expect(existsSync(path)).toBe(true), waiting);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const messages = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(messages[0]).toMatch(/log lines were lost: ENOSPC/);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { startFoldmart } from './support/foldmart.js';
import { openRush } from './support/rush-on-services.js';

const command = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The pipe closes as it does if the parent is killed. */
it('a process of a rush ends when its parent is gone', async () => {
  const settings = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };
  const api = spawn(process.execPath, [command, 'coupon-api', '--port', '0'], {
    cwd: tmpdir(),
    env: { ...process.env, ...settings, FOLDMART_ENDS_WITH_STDIN: 'true' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(api.stdout, 'data');
  const ended = once(api, 'close');
  api.stdin.destroy();
  expect(await ended).toEqual([0, null]);
});

it('a rush that is killed leaves none of its processes running', async () => {
  const opened = openRush('redis');
  try {
    const args = ['rush', '--queue', 'redis', '--users', '1000', '--apis', '1', '--workers', '2'];
    const rush = startFoldmart(args, opened.settings);
    await rush.shows('1 APIs and 2 workers are ready');
    const children = childrenOf(rush.pid);
    expect(children).toHaveLength(3);
    expect(children.filter(isRunning)).toEqual(children);
    rush.kill('SIGKILL');
    await rush.finished;
    await vi.waitUntil(() => children.filter(isRunning).length === 0, { timeout: 60_000 });
  } finally {
    await opened.dispose();
  }
});

function childrenOf(pid = 0): readonly number[] {
  const list = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  return list.trim().split(' ').filter(Boolean).map(Number);
}

/** A process whose parent has not taken notice of its end does not run any more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

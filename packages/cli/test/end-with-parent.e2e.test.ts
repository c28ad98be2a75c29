import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

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

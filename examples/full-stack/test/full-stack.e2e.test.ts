import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

it('runs the shop as npm start does, and passes its arguments on', async () => {
  const args = [main, '--duration', '2', '-o', 'json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env['PATH'] },
  });
  const { published, ...rest } = JSON.parse(stdout) as { published: number };
  expect(published).toBeGreaterThan(0);
  expect(rest).toEqual({
    persisted: published,
    duplicates: 0,
    conflicts: 0,
    deadLetters: 0,
    lag: 0,
  });
  expect(stderr).toContain('orders published');
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tracesOf } from './services.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

it(
  'one workload ends in one state on every queue with every database',
  { timeout: 300_000 },
  async () => {
    const running = promisify(execFile)(process.execPath, [
      main,
      'transports',
      '--messages',
      '100',
    ]);
    const { pid } = running.child;
    const { stdout } = await running;
    const sets = [...stdout.matchAll(/^(\w+) queue, (\w+) database: .* state (\w+)$/gm)];
    expect(sets.map(([, queue, database]) => `${String(queue)} ${String(database)}`)).toEqual([
      'memory memory',
      'memory postgres',
      'redis memory',
      'redis postgres',
      'kafka memory',
      'kafka postgres',
    ]);
    const [hash = ''] = new Set(sets.map(([, , , state]) => state));
    expect(stdout).toMatch(new RegExp(`one state on 6 sets: ${hash}[\\da-f]{48}\n`));
    expect(new Set(sets.map(([, , , state]) => state)).size).toBe(1);
    const counts = /10 letters replayed, [1-9]\d* grades changed, [1-9]\d* coupons issued/g;
    expect(stdout.match(counts)).toHaveLength(6);
    expect(await tracesOf(pid ?? 0)).toEqual([]);
  },
);

import { afterEach, describe, expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { foldmart, foldmartJson } from './support/foldmart.js';
import { openRush, type RushOnServices } from './support/rush-on-services.js';

const isFull = process.env['FOLDMART_FULL'] === '1';

let opened: RushOnServices | undefined;
afterEach(async () => {
  await opened?.dispose();
  opened = undefined;
});

function settingsOf(queue: 'memory' | 'redis' | 'kafka') {
  if (queue === 'memory') return {};
  opened = openRush(queue);
  return opened.settings;
}

const crowd = ['--users', '200', '--requests-per-user', '3', '--stock', '50'];

describe.each(['memory', 'redis', 'kafka'] as const)('a rush on %s', (queue) => {
  it('issues the stock in queue order, and gives every request an outcome', async () => {
    const args = ['rush', '--queue', queue, ...crowd, '--apis', '2', '--workers', '2'];
    const report = await foldmartJson(args, settingsOf(queue));
    expect(report).toMatchObject({
      queue,
      requests: 600,
      accepted: 600,
      decided: 600,
      issued: 50,
      distinctUsers: 50,
      outcomes: { SUCCESS: 50, DUPLICATE_REQUEST: 100, OUT_OF_STOCK: 450 },
      isRight: true,
    });
    const { checks } = report as { checks: { name: string; isMet: boolean }[] };
    expect(checks.filter(({ isMet }) => !isMet)).toEqual([]);
    expect(checks.map(({ name }) => name)).toContain('issued in queue order');
  });
});

const killing = isFull
  ? { users: 10_000, kills: 5, workers: 3, timeoutMs: 600_000 }
  : { users: 500, kills: 2, workers: 2, timeoutMs: 110_000 };

describe.each(['redis', 'kafka'] as const)('a rush on %s with killed workers', (queue) => {
  it(
    'loses nothing, issues no coupon twice and keeps the order',
    { timeout: killing.timeoutMs },
    async ({ task }) => {
      const { users, kills, workers } = killing;
      const report = await foldmartJson(
        [
          ...['rush', '--queue', queue, '--users', String(users), '--stock', '100'],
          ...['--apis', '2', '--workers', String(workers), '--kill-workers', String(kills)],
        ],
        { ...settingsOf(queue), COUPON_BATCH_SIZE: isFull ? '500' : '50' },
      );
      expect(report).toMatchObject({
        requests: users * 3,
        decided: users * 3,
        issued: 100,
        distinctUsers: 100,
        workersKilled: kills,
        isRight: true,
      });
      reportFigures(task, { requests: users * 3, issued: 100, 'workers killed': kills });
    },
  );
});

describe('foldmart rush', () => {
  it('gives every user a coupon if the stock suffices', async () => {
    const args = ['rush', '--users', '30', '--stock', '100', '--apis', '1', '--workers', '1'];
    expect(await foldmartJson(args)).toMatchObject({
      issued: 30,
      outcomes: { SUCCESS: 30, DUPLICATE_REQUEST: 60, OUT_OF_STOCK: 0 },
      isRight: true,
    });
  });

  it('refuses to kill workers in its own process', async () => {
    const { code, stderr } = await foldmart(['rush', '--kill-workers', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('--queue redis or kafka');
  });

  it('ends with the exit code of an API that cannot start, and passes on its message', async () => {
    const settings = { ...settingsOf('redis'), COUPON_API_HOST: '203.0.113.1' };
    const args = ['rush', '--queue', 'redis', '--users', '1', '--apis', '1', '--workers', '1'];
    const { code, stderr } = await foldmart(args, settings);
    expect(code).toBe(2);
    expect(stderr).toMatch(/coupon_api_1: foldmart: .*203\.0\.113\.1/);
    expect(stderr).toContain('coupon_api_1 ended before it was ready (exit code 2)');
    expect(stderr).not.toContain('    at ');
  });
});

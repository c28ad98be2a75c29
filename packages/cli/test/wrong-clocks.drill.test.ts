import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { expectExact } from './support/persisted-orders.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';
import { wrongClock } from './support/wrong-clock.js';

const orders = 900;
const users = 30;
const cached = 10;
const hourMs = 3_600_000;
const offsets = ['+1h', '-1h', '+0h'] as const;

let shop: ShopOnServices;
let running: Running[] = [];
beforeEach(async () => {
  shop = await openShop('kafka');
  await foldmartJson(['topics', 'create'], shop.settings);
});
afterEach(async () => {
  for (const { kill } of running) kill('SIGKILL');
  await Promise.all(running.map(({ finished }) => finished));
  running = [];
  await shop.dispose();
});

describe('processes whose machine has a clock that is an hour off', { timeout: 240_000 }, () => {
  it('record every order once and in order, at the time of the database', async ({ task }) => {
    const startedMs = Date.now();
    running = offsets.map((offset, index) =>
      startFoldmart(['consume', '--single', '--type', 'order', '--id', `c${String(index)}`], {
        ...shop.settings,
        ...wrongClock(offset),
      }),
    );
    const produce = ['produce', '--only', 'orders', '--orders', String(orders), '--rate', '100'];
    const published = foldmartJson([...produce, '--seed', 'clock'], {
      ...shop.settings,
      ...wrongClock('-1h'),
    });
    expect(await published).toMatchObject({ orders, unconfirmed: 0 });
    await expectExact(shop, orders);
    const [recorded] = await shop.query(
      `SELECT extract(epoch FROM min(recorded_at)) * 1000 AS first, extract(epoch FROM max(recorded_at)) * 1000 AS last
         FROM events WHERE type = 'order_created'`,
    );
    expect(Number(recorded?.['first'])).toBeGreaterThan(startedMs - hourMs / 2);
    expect(Number(recorded?.['last'])).toBeLessThan(Date.now() + hourMs / 2);
    // The log lines of a process show that its clock is wrong.
    const [ahead = 0, behind = 0, right = 0] = running.map(minutesOff);
    expect([ahead > 30, behind < -30, Math.abs(right) < 30]).toEqual([true, true, true]);
    for (const { kill } of running) kill('SIGTERM');
    const codes = (await Promise.all(running.map(({ finished }) => finished))).map(
      ({ code }) => code,
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(await foldmartJson(['verify'], shop.settings)).toMatchObject({ differenceCount: 0 });
    reportFigures(task, { orders, 'clocks an hour off': 3 });
  });

  it('refresh the cache by age all the same: nobody is passed over', async ({ task }) => {
    await foldmartJson(['seed', '--users', String(users), '--products', '3'], shop.settings);
    const settings = { ...shop.settings, CACHE_BATCH_SIZE: String(cached) };
    const refresh = async (offset: string, ratio: string): Promise<void> => {
      await foldmartJson(['cache-worker', '--once'], {
        ...settings,
        ...wrongClock(offset),
        CACHE_NEW_DATA_RATIO: ratio,
      });
    };
    // Even a ratio of 1 leaves a share to those that were cached before.
    for (const offset of ['+1h', '-1h', '+0h', '+1h']) await refresh(offset, '1');
    expect(await neverCached()).toBe(0);
    const rounds: (readonly string[])[] = [];
    for (const offset of ['-1h', '+1h', '+0h']) {
      await refresh(offset, '0');
      rounds.push(await latestCached());
    }
    expect(new Set(rounds.flat()).size).toBe(users);
    reportFigures(task, { 'cache refreshes': 7 });
  });
});

async function neverCached(): Promise<number> {
  const [row] = await shop.query('SELECT count(*)::int FROM users WHERE last_cached_at IS NULL');
  return Number(row?.['count']);
}

/** The users of the last refresh. */
async function latestCached(): Promise<readonly string[]> {
  const rows = await shop.query(
    'SELECT user_id FROM users WHERE last_cached_at = (SELECT max(last_cached_at) FROM users)',
  );
  return rows.map((row) => String(row['user_id']));
}

/** How many minutes its clock is off, by its last line. */
function minutesOff({ stderr }: Running): number {
  const [, hour, minute] = [...stderr().matchAll(/^\[(\d\d):(\d\d):\d\d\]/gm)].at(-1) ?? [];
  const now = new Date();
  const off = (Number(hour) - now.getHours()) * 60 + Number(minute) - now.getMinutes();
  return ((off + 720 + 1_440) % 1_440) - 720;
}

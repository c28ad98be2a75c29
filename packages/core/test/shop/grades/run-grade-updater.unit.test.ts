import { describe, expect, it } from 'vitest';
import { PortError, silentLogger } from '@foldmart/core';
import { runGradeUpdater, type GradeUpdate } from '@foldmart/core/shop';
import { GradingShop } from '../../support/grading-shop.js';

interface Started {
  readonly updates: (readonly [number, GradeUpdate])[];
  readonly running: Promise<void>;
  readonly standBys: () => number;
  stop(): void;
}

const minute = 60_000;

function start(
  shop: GradingShop,
  update: (signal: AbortSignal) => Promise<GradeUpdate | undefined> = () => shop.update(),
): Started {
  const stopping = new AbortController();
  const updates: (readonly [number, GradeUpdate])[] = [];
  let standBys = 0;
  const running = runGradeUpdater(
    {
      locks: shop.database.locks,
      clock: shop.clock,
      random: { next: () => 0.5 },
      logger: silentLogger,
      update,
    },
    {
      intervalMs: 10 * minute,
      signal: stopping.signal,
      onUpdate: (done, number) => updates.push([number, done]),
      onStandBy: () => (standBys += 1),
    },
  );
  return { updates, running, standBys: () => standBys, stop: () => stopping.abort() };
}

const pass = (shop: GradingShop, ms: number): Promise<void> =>
  shop.clock.drive(shop.clock.sleep(ms));

describe('a grade updater', () => {
  it('runs at once and at every interval, and follows what was bought meanwhile', async () => {
    const shop = new GradingShop();
    await shop.clock.drive(shop.register('u_1', 'BRONZE'));
    const updater = start(shop);
    await pass(shop, minute);
    await shop.clock.drive(shop.buy('u_1', 2_000_000, '2026-02-03T12:00:00Z'));
    await pass(shop, 20 * minute);
    updater.stop();
    await shop.clock.drive(updater.running);
    expect(updater.updates.map(([number, { changed }]) => [number, changed])).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
  });

  it('stands by while another one leads, says so once, and takes over', async () => {
    const shop = new GradingShop();
    const first = start(shop);
    await pass(shop, 100);
    const second = start(shop);
    await pass(shop, 25 * minute);
    expect([first.updates.length, second.updates.length]).toEqual([3, 0]);
    expect([first.standBys(), second.standBys()]).toEqual([0, 1]);
    first.stop();
    await shop.clock.drive(first.running);
    await pass(shop, 5_000);
    expect(second.updates).toHaveLength(1);
    second.stop();
    await shop.clock.drive(second.running);
  });

  it('repeats a run after a failure that may be temporary, and counts complete runs only', async () => {
    const shop = new GradingShop();
    const results = ['fails', 'not possible', 'complete'];
    const updater = start(shop, async () => {
      const next = results.shift();
      if (next === 'fails') throw failure('unavailable');
      return next === 'not possible' ? undefined : shop.update();
    });
    await pass(shop, 5 * minute);
    expect(updater.updates).toEqual([]);
    await pass(shop, 10 * minute);
    expect(updater.updates.map(([number]) => number)).toEqual([1]);
    updater.stop();
    await shop.clock.drive(updater.running);
  });

  it('ends with an error that will not pass, and gives the lock up', async () => {
    const shop = new GradingShop();
    const updater = start(shop, () => Promise.reject(failure('rejected')));
    await expect(shop.clock.drive(updater.running)).rejects.toMatchObject({ reason: 'rejected' });
    expect(await shop.clock.drive(shop.database.locks.tryAcquire('grade-updater'))).toBeDefined();
  });
});

function failure(reason: 'unavailable' | 'rejected'): PortError {
  return new PortError({ port: 'event-store', operation: 'append', reason, message: 'no' });
}

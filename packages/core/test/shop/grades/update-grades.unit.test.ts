import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotFoundError, PortError, ValidationError, VersionConflictError } from '@foldmart/core';
import { defaultGradeThresholds, gradeFor } from '@foldmart/core/shop';
import { GradingShop } from '../../support/grading-shop.js';

const today = '2026-02-03T10:00:00Z';

describe('an update of grades', () => {
  it('gives every customer the grade of what they bought, up or down', async () => {
    const shop = new GradingShop();
    await shop.register('u_1', 'BRONZE');
    await shop.register('u_2', 'BRONZE');
    await shop.register('u_3', 'VIP');
    await shop.register('u_4', 'GOLD');
    await shop.buy('u_1', 400_000, today);
    await shop.buy('u_1', 100_000, today);
    await shop.buy('u_4', 2_000_000, today);
    expect(await shop.update()).toEqual({
      users: 4,
      changed: 2,
      changes: { 'BRONZE→SILVER': 1, 'VIP→BRONZE': 1 },
      unranked: 0,
      skipped: 0,
      isComplete: true,
    });
    expect(await shop.grades()).toEqual({
      u_1: 'SILVER',
      u_2: 'BRONZE',
      u_3: 'BRONZE',
      u_4: 'GOLD',
    });
  });

  it('records one event per change, and none when it is repeated', async () => {
    const shop = new GradingShop();
    await shop.register('u_1', 'BRONZE');
    await shop.buy('u_1', 5_000_000, today);
    await shop.update({ timeOffset: '+09:00' });
    expect(await shop.update()).toMatchObject({ users: 1, changed: 0, changes: {} });
    const { events } = await shop.database.events.readStream('user-u_1');
    expect(events.map(({ type, origin }) => [type, origin])).toEqual([
      ['user_created', 'producer'],
      ['user_grade_changed', 'command'],
    ]);
    expect(events[1]?.data).toEqual({
      user_id: 'u_1',
      previous_grade: 'BRONZE',
      grade: 'VIP',
      changed_at: '2026-02-03T21:00:00',
    });
  });

  it('counts the days of the window, neither older orders nor those dated later', async () => {
    const shop = new GradingShop();
    for (const userId of ['u_1', 'u_2', 'u_3']) await shop.register(userId, 'BRONZE');
    await shop.buy('u_1', 9_000_000, '2025-11-04T23:59:59Z');
    await shop.buy('u_2', 9_000_000, '2025-11-05T00:00:00Z');
    await shop.buy('u_3', 9_000_000, '2026-02-04T00:00:00Z');
    await shop.update();
    expect(await shop.grades()).toEqual({ u_1: 'BRONZE', u_2: 'VIP', u_3: 'BRONZE' });
    await shop.update({ nowMs: Date.parse('2026-02-04T00:00:00Z') });
    expect(await shop.grades()).toEqual({ u_1: 'BRONZE', u_2: 'BRONZE', u_3: 'VIP' });
  });

  it('leaves grades that no amount earns as they are', async () => {
    const shop = new GradingShop();
    await shop.register('u_1', 'STAFF');
    await shop.buy('u_1', 9_000_000, today);
    expect(await shop.update()).toMatchObject({ users: 1, changed: 0, unranked: 1 });
    expect(await shop.grades()).toEqual({ u_1: 'STAFF' });
  });

  it('decides again if another command changes the same user at the same time', async () => {
    const shop = new GradingShop();
    await shop.register('u_1', 'BRONZE');
    await shop.buy('u_1', 9_000_000, today);
    const both = await Promise.all([shop.update(), shop.update()]);
    expect(both.map(({ changed }) => changed).sort()).toEqual([0, 1]);
    expect((await shop.database.events.readStream('user-u_1')).version).toBe(2);
  });

  it.each([
    ['is not registered', new ValidationError('no')],
    ['others change again and again', new VersionConflictError('user-u_1', 1, 2)],
  ])('skips a user who %s, and continues', async (_what, error) => {
    const shop = new GradingShop();
    await shop.register('u_1', 'VIP');
    await shop.register('u_2', 'VIP');
    const { changeGrade } = shop.dependencies;
    const update = await shop.update(
      {},
      {
        changeGrade: async (userId, change) => {
          if (userId === 'u_1') throw error;
          return changeGrade(userId, change);
        },
      },
    );
    expect(update).toMatchObject({ users: 2, changed: 1, skipped: 1, isComplete: true });
    expect(await shop.grades()).toEqual({ u_1: 'VIP', u_2: 'BRONZE' });
  });

  it.each([
    new PortError({
      port: 'event-store',
      operation: 'append',
      reason: 'unavailable',
      message: 'down',
    }),
    new NotFoundError('no'),
  ])('ends with any other error: %s', async (error) => {
    const shop = new GradingShop();
    await shop.register('u_1', 'VIP');
    await expect(shop.update({}, { changeGrade: () => Promise.reject(error) })).rejects.toBe(error);
  });

  it('reaches the same grades however often it is stopped, with pages of any size', async () => {
    const amounts = fc.array(fc.constantFrom(0, 499_999.99, 500_000, 2_000_000, 7_000_000), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        amounts,
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (bought, stops, pageSize) => {
          const shop = new GradingShop();
          const expected: Record<string, string> = {};
          for (const [nth, amount] of bought.entries()) {
            const userId = `u_${String(nth)}`;
            await shop.register(userId, 'GOLD');
            if (amount > 0) await shop.buy(userId, amount, today);
            expected[userId] = gradeFor(String(amount), defaultGradeThresholds);
          }
          let changed = 0;
          for (const stopAfter of stops) changed += await stopped(shop, pageSize, stopAfter);
          const last = await shop.update({ pageSize });
          expect(last.isComplete).toBe(true);
          expect(await shop.grades()).toEqual(expected);
          const wanted = Object.values(expected).filter((grade) => grade !== 'GOLD').length;
          expect(changed + last.changed).toBe(wanted);
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** Stops an update after some changes; resolves with their number. */
async function stopped(shop: GradingShop, pageSize: number, stopAfter: number): Promise<number> {
  const stopping = new AbortController();
  const { changeGrade } = shop.dependencies;
  let commands = 0;
  if (stopAfter === 0) stopping.abort();
  const { changed } = await shop.update(
    { pageSize, signal: stopping.signal, concurrency: 2 },
    {
      changeGrade: (userId, change) => {
        if ((commands += 1) >= stopAfter) stopping.abort();
        return changeGrade(userId, change);
      },
    },
  );
  return changed;
}

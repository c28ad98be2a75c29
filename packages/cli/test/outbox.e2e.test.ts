import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import { createCommandHandler } from '@foldmart/core';
import { userDecider } from '@foldmart/core/shop';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe.each(['kafka', 'redis'] as const)('the outbox relay, on %s', (queue) => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop(queue);
  });
  afterEach(() => shop.dispose());

  it('publishes what was decided here, again after a kill, and never what came from the queue', async () => {
    const { settings } = shop;
    await foldmartJson(['topics', 'create'], settings);
    await foldmartJson(['seed', '--users', '12', '--products', '3'], settings);
    const relays = [1, 2].map(() => startFoldmart(['outbox', 'relay', '-o', 'json'], settings));
    await Promise.all(relays.map((relay) => relay.shows('outbox relay started')));

    await promote(shop, 0, 6);
    const active = await firstToPrint(relays, '"published"');
    active.kill('SIGKILL');
    await active.finished;
    await promote(shop, 6, 12);
    const [standby] = relays.filter((relay) => relay !== active);
    await standby?.prints('"published"');
    const consumed = await foldmartJson(['consume', '--all', '--until-idle', '2'], settings);
    expect(consumed).toMatchObject({ appended: 0, conflicts: 0, deadLetters: 0 });
    const { received } = consumed as { received: number };
    expect(received).toBeGreaterThanOrEqual(12);
    expect(
      await shop.query("SELECT count(*)::int FROM events WHERE type = 'user_grade_changed'"),
    ).toEqual([{ count: 12 }]);
    expect(await shop.query('SELECT count(*)::int FROM dead_letters')).toEqual([{ count: 0 }]);
    expect(await foldmartJson(['outbox', 'status'], settings)).toMatchObject({ behind: 0 });

    standby?.kill('SIGTERM');
    expect((await standby?.finished)?.code).toBe(0);
    expect(await foldmartJson(['verify'], settings)).toMatchObject({ differences: [] });
  });
});

/** Changes the grades of some seeded users, as a command in another process would. */
async function promote(shop: ShopOnServices, from: number, to: number): Promise<void> {
  const system = await createShop(loadShopSettings({ environment: shop.settings, envFile: null }));
  try {
    const { events: store } = await system.database();
    const handle = createCommandHandler(userDecider, { ...system, store });
    const users = await shop.query('SELECT user_id FROM users ORDER BY user_id');
    for (const { user_id } of users.slice(from, to)) {
      await handle(`user-${String(user_id)}`, {
        type: 'changeGrade',
        data: { grade: 'LEGEND', changedAt: '2026-02-03T14:30:00' },
      });
    }
  } finally {
    await system.close();
  }
}

async function firstToPrint(relays: readonly Running[], text: string): Promise<Running> {
  return Promise.race(
    relays.map(async (relay) => {
      await relay.prints(text);
      return relay;
    }),
  );
}

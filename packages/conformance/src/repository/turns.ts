import assert from 'node:assert/strict';
import { usersModel } from '@foldmart/core/shop';
import type { EventStoreHarness } from '../harness.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertSegment } from './segments.js';
import { gradeChange, order, product, Shop, user } from './shop.js';

export const turnCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'who was cached longest ago comes first, turn after turn',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(...['a', 'b', 'c', 'd'].map((id) => user(id)));
      for (const turn of [['c'], ['b'], ['a'], ['c']]) {
        await shop.repository.markCached('users', turn);
      }
      await assertSegment(shop, 'users', 'longest-cached', ['b', 'a', 'c']);
      await assertSegment(shop, 'users', 'never-cached', ['d']);
    },
  },
  {
    name: 'every turn is later than the one before, however soon it follows, and one for all its rows',
    async run(harness) {
      const shop = await Shop.open(harness);
      const ids = ['a', 'b', 'c'];
      await shop.takeIn(...ids.map((id) => user(id)));
      let previous = '';
      for (let turn = 0; turn < 30; turn += 1) {
        await shop.repository.markCached('users', ids);
        const rows = await shop.instance.readModels.scan(usersModel, { limit: 10 });
        const times = new Set(rows.map((row) => String(row.last_cached_at)));
        assert.equal(times.size, 1, 'one time for all rows of a turn');
        const [time = ''] = times;
        assert.ok(time > previous, `turn ${turn} at ${time}, the one before at ${previous}`);
        previous = time;
      }
    },
  },
  {
    name: 'turns of several processes at the same time are one after another',
    async run(harness) {
      const shop = await Shop.open(harness);
      const processes = [shop.instance, await shop.another(), await shop.another()];
      const turns = Array.from({ length: 12 }, (_, turn) => [`t${turn}-a`, `t${turn}-b`]);
      await shop.takeIn(...turns.flat().map((id) => user(id)));
      await Promise.all(
        turns.map((ids, turn) =>
          retrying(harness.clock, async () =>
            processes[turn % 3]?.repository.markCached('users', ids),
          ),
        ),
      );
      const order = await shop.repository.cacheCandidates('users', 'longest-cached', 100);
      const turnsInOrder = order.map(({ id }) => id.split('-')[0]);
      assert.equal(order.length, 24);
      for (let nth = 0; nth < 24; nth += 2) {
        assert.equal(turnsInOrder[nth], turnsInOrder[nth + 1], 'rows of a turn stay together');
      }
      const rows = await shop.instance.readModels.scan(usersModel, { limit: 100 });
      const times = new Set(rows.map((row) => row.last_cached_at));
      assert.equal(times.size, 12, 'a time of its own for each turn');
    },
  },
  {
    name: 'ids that do not exist are passed over, and an empty turn is none',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('a'), user('b'), product('b'));
      await shop.repository.markCached('users', []);
      await shop.repository.markCached('users', ['missing', 'b', 'b', '__proto__', '']);
      await assertSegment(shop, 'users', 'longest-cached', ['b']);
      await assertSegment(shop, 'users', 'never-cached', ['a']);
      await assertSegment(shop, 'products', 'never-cached', ['b']);
    },
  },
  {
    name: 'what happens to a user leaves its turn as it is',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('a'), user('b'), product('p'));
      await shop.repository.markCached('users', ['a']);
      const before = await shop.instance.readModels.get(usersModel, { user_id: 'a' });
      await shop.takeIn(
        gradeChange('a', 'GOLD'),
        order('o', { by: 'a', of: 'p', at: '2026-02-03T10:00:00' }),
      );
      await shop.instance.events.ingest({ items: [user('a'), user('a', { age: 99 })] });
      await shop.countActivity();
      const after = await shop.instance.readModels.get(usersModel, { user_id: 'a' });
      assert.notEqual(before?.last_cached_at, null);
      assert.equal(after?.last_cached_at, before?.last_cached_at);
      assert.deepEqual([after?.grade, after?.order_count], ['GOLD', 1]);
    },
  },
  {
    name: 'a thousand rows are marked in one turn',
    async run(harness) {
      const shop = await Shop.open(harness);
      const ids = Array.from({ length: 1_000 }, (_, nth) => `p_${nth}`);
      await shop.takeIn(...ids.map((id) => product(id)));
      await shop.repository.markCached('products', ids.slice(0, 600));
      await assertSegment(shop, 'products', 'longest-cached', ids.slice(0, 600));
      await assertSegment(shop, 'products', 'never-cached', ids.slice(600));
    },
  },
];

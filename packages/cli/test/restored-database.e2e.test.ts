import { wantedTopics } from '@foldmart/composition';
import { createShop, loadShopSettings, type Shop } from '@foldmart/composition/shop';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart, type ShopSettings } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';
import { triedQueues } from './support/tried-queues.js';

const said = 'messages that the group acknowledged are not in the database';

describe.each(triedQueues)('a database behind its group, on %s', (queue) => {
  let shop: ShopOnServices;
  let settings: ShopSettings;
  let database: string;
  beforeEach(async () => {
    shop = openDatabaseOnly();
    database = shop.settings['POSTGRES_DB'] ?? '';
    settings = {
      ...shop.settings,
      QUEUE_TYPE: queue,
      CACHE_TYPE: 'redis',
      TOPIC_PREFIX: `${database}-`,
      TOPIC_PARTITIONS: '2',
      CONSUMER_BATCH_SIZE: '20',
    };
    await foldmartJson(['topics', 'create'], settings);
    await foldmartJson(['seed', '--users', '50', '--products', '50'], settings);
    await foldmartJson(['cache-worker', '--once'], settings);
  });
  afterEach(async () => {
    await onShop(async (system) => {
      await system.bus().admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
    });
    await shop.dispose();
  });

  it('says which messages are missing after an older dump is restored, until they are consumed again', async () => {
    await produce(200, 'before');
    expect(await consume()).toMatchObject({ appended: 200 });
    await dump();
    await produce(100, 'after');
    expect(await consume()).toMatchObject({ appended: 100 });
    const all = await orderIds();
    const positions = await recorded();
    await restore();
    const kept = await recorded();
    const expected = positions
      .filter(({ topic, partition, next }) => next !== nextOf(kept, topic, partition))
      .map(({ group, topic, partition, next: to }) => {
        return { group, topic, partition, from: nextOf(kept, topic, partition), to };
      });
    const missing = expected.reduce((sum, { from, to }) => sum + Number(to) - Number(from), 0);
    expect(missing).toBe(100);

    expect(await positionsCheck()).toMatchObject({ isHealthy: false });
    const consumer = startFoldmart(['consume', '--all'], settings);
    for (const { partition, from, to } of expected) {
      const range = `offsets ${String(from)} to ${String(Number(to) - 1)} of`;
      await consumer.shows(range);
      await consumer.shows(`offset ${String(from)} in partition ${String(partition)}`);
    }
    await consumer.shows('total 9 consumers started');
    await produce(10, 'later');
    await consumer.shows('persisted');
    consumer.kill('SIGTERM');
    const { stderr, code } = await consumer.finished;
    expect(code).toBe(0);
    expect(stderr.split(said)).toHaveLength(expected.length + 1);
    expect(await gaps()).toMatchObject(expected);
    expect((await positionsCheck())?.finding).toContain(`acknowledged offsets`);

    await onShop(async (system) => {
      for (const { group, topic, partition, from } of expected) {
        const target = { to: 'offset', offset: from ?? '' } as const;
        await system.bus().admin.resetOffsets(group, topic, target, partition);
      }
    });
    await consume();
    expect(await gaps()).toEqual([]);
    expect(await positionsCheck()).toMatchObject({ isHealthy: true });
    const found = await orderIds();
    expect(found).toHaveLength(310);
    expect(new Set(found).size).toBe(310);
    expect(found).toEqual(expect.arrayContaining([...all]));
  });

  it('says so at once for an empty database, and forgets a gap that is dismissed', async () => {
    await produce(60, 'before');
    await consume();
    const positions = await recorded();
    await shop.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`);
    const { stderr } = await foldmart(['consume', '--all', '--until-idle', '0.5'], settings);
    expect(stderr.split(said)).toHaveLength(positions.length + 1);
    const open = await gaps();
    expect(open).toMatchObject(positions.map(({ next: to }) => ({ from: '0', to })));
    const [{ group, topic } = { group: '', topic: '' }] = open;
    const dismiss = ['gaps', 'dismiss', '--group', group, '--topic', topic];
    expect(await foldmartJson(dismiss, settings)).toEqual({ dismissed: open.length });
    expect(await gaps()).toEqual([]);
  });

  async function produce(orders: number, seed: string): Promise<void> {
    const args = ['produce', '--orders', String(orders), '--rate', 'max', '--seed', seed];
    expect(await foldmartJson(args, settings)).toMatchObject({ orders, unconfirmed: 0 });
  }

  function consume(): Promise<unknown> {
    return foldmartJson(['consume', '--all', '--until-idle', '1'], settings);
  }

  async function gaps(): Promise<readonly { group: string; topic: string }[]> {
    const { stdout } = await foldmart(['gaps', '-o', 'json'], settings);
    return (JSON.parse(stdout) as { gaps: { group: string; topic: string }[] }).gaps;
  }

  async function positionsCheck(): Promise<{ name: string; finding: string } | undefined> {
    const { stdout } = await foldmart(['doctor', '-o', 'json'], settings);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; finding: string }[] };
    return checks.find(({ name }) => name === 'positions');
  }

  async function orderIds(): Promise<readonly unknown[]> {
    return (await shop.query('SELECT order_id FROM orders')).map(({ order_id: id }) => id);
  }

  async function recorded(): Promise<readonly Recorded[]> {
    const rows = await shop.query(
      'SELECT group_name AS group, topic, partition, next FROM consumed_positions ORDER BY 1, 2, 3',
    );
    return rows as unknown as readonly Recorded[];
  }

  /** Copies the database, as pg_dump would. */
  async function dump(): Promise<void> {
    await shop.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${database}' AND pid <> pg_backend_pid()`);
    await onServer(`CREATE DATABASE "${database}_dump" TEMPLATE "${database}"`);
  }

  async function restore(): Promise<void> {
    await onServer(`DROP DATABASE "${database}" WITH (FORCE)`);
    await onServer(`ALTER DATABASE "${database}_dump" RENAME TO "${database}"`);
  }

  function onServer(text: string): Promise<unknown> {
    return openDatabaseOnly('postgres').query(text);
  }

  async function onShop(work: (system: Shop) => Promise<void>): Promise<void> {
    const system = await createShop(loadShopSettings({ environment: settings, envFile: null }));
    try {
      await work(system);
    } finally {
      await system.close();
    }
  }
});

interface Recorded {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly next: string;
}

function nextOf(
  positions: readonly Recorded[],
  topic: string,
  partition: number,
): string | undefined {
  return positions.find((each) => each.topic === topic && each.partition === partition)?.next;
}

import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { ownServices, useOwnServices } from './support/own-services.js';
import { expectExact, ordersArrive, persistedOrders } from './support/persisted-orders.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';
import { mountSmallDisk, type SmallDisk } from './support/small-disk.js';

const orders = 600;
const readOnlyMs = 20_000;
/** Room for the tables of a shop, and little more. */
const diskMegabytes = 40;
/** So many orders may still fit into pages that a full disk has already. */
const roomInPages = 100;
const patience = { timeout: 60_000, interval: 200 };

let shop: ShopOnServices;
let consumer: Running;
/** Orders in the queue. */
let published: number;

beforeAll(useOwnServices, 240_000);
afterAll(() => ownServices('down'), 60_000);

beforeEach(async () => {
  published = 0;
  shop = await openShop('kafka');
});
afterEach(async () => {
  consumer.kill('SIGKILL');
  await consumer.finished;
  await shop.dispose();
});

describe('a database that refuses to write', { timeout: 300_000 }, () => {
  it('because it is read-only for 20 s stops the partitions, and they resume by themselves', async ({
    task,
  }) => {
    const name = String(shop.settings['POSTGRES_DB']);
    await startWork('read-only');
    await administer(
      `ALTER DATABASE "${name}" SET default_transaction_read_only = on`,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
    );
    await expectStopped('read-only');
    await new Promise((resolve) => setTimeout(resolve, readOnlyMs));
    await expectStopped('read-only');
    await expectResumed(task, 'read-only', () =>
      administer(`ALTER DATABASE "${name}" RESET default_transaction_read_only`),
    );
  });

  describe('because its disk is full', () => {
    let disk: SmallDisk;
    beforeEach(async () => {
      disk = mountSmallDisk(diskMegabytes);
      await administer(
        `CREATE TABLESPACE small LOCATION '${disk.path}'`,
        `CREATE DATABASE "${String(shop.settings['POSTGRES_DB'])}" TABLESPACE small`,
      );
    });
    afterEach(async () => {
      await administer(
        `DROP DATABASE "${String(shop.settings['POSTGRES_DB'])}" WITH (FORCE)`,
        'DROP TABLESPACE small',
      );
      disk.dispose();
    });

    it('stops the partitions, and they resume by themselves when there is room', async ({
      task,
    }) => {
      await startWork('disk');
      await fillDisk();
      await expectStopped('No space left on device', roomInPages);
      await expectResumed(task, 'disk', () => shop.query('DROP TABLE filler'));
    });
  });
});

/** Consumes, and has some orders recorded. */
async function startWork(seed: string): Promise<void> {
  await foldmartJson(['topics', 'create'], shop.settings);
  consumer = startFoldmart(['consume', '--all', '-o', 'json'], shop.settings);
  await produce(`${seed}-before`);
  await ordersArrive(shop, orders);
}

function produce(seed: string): Promise<unknown> {
  published += orders;
  const args = ['produce', '--only', 'orders', '--orders', String(orders), '--rate', '300'];
  return foldmartJson([...args, '--seed', seed], shop.settings);
}

/** Writes into a table until nothing more fits. */
async function fillDisk(): Promise<void> {
  await shop.query('CREATE TABLE filler (text text)');
  await shop.query('ALTER TABLE filler ALTER text SET STORAGE PLAIN');
  for (const rows of [2_000, 200, 20, 1]) {
    for (;;) {
      const text = `INSERT INTO filler SELECT repeat('x', 7000) FROM generate_series(1, ${String(rows)})`;
      const failed = await shop.query(text).then(
        () => false,
        (error: unknown) => String(error),
      );
      if (failed === false) continue;
      expect(failed).toContain('No space left on device');
      break;
    }
  }
}

/** More orders arrive in the queue: they wait, the reason is said, nothing is parked and no offset moves. */
async function expectStopped(reason: string, mayFit = 0): Promise<void> {
  const [recorded, lag] = [(await persistedOrders(shop)).length, await lagOfOrders()];
  const said = consumer.stderr().split(reason).length;
  await produce(`${reason}-${String(lag)}`);
  await expect.poll(() => consumer.stderr().split(reason).length, patience).toBeGreaterThan(said);
  const lagNow = await lagOfOrders();
  const arrived = (await persistedOrders(shop)).length - recorded;
  expect(arrived).toBeLessThanOrEqual(mayFit);
  expect(lagNow).toBeGreaterThanOrEqual(lag + orders - arrived);
  expect(await shop.query('SELECT count(*)::int FROM dead_letters')).toEqual([{ count: 0 }]);
}

/** After it is mended, what waited is recorded without a further step, and so is what comes next. */
async function expectResumed(
  task: { readonly meta: object },
  seed: string,
  mend: () => Promise<unknown>,
): Promise<void> {
  const waiting = await lagOfOrders();
  expect(waiting).toBeGreaterThanOrEqual(orders - roomInPages);
  await mend();
  const mendedMs = Date.now();
  await expectExact(shop, published);
  const resumedMs = Date.now() - mendedMs;
  await produce(`${seed}-after`);
  await expectExact(shop, published);
  await expect.poll(lagOfOrders, patience).toBe(0);
  consumer.kill('SIGTERM');
  expect((await consumer.finished).code).toBe(0);
  expect(await foldmartJson(['verify'], shop.settings)).toMatchObject({ differenceCount: 0 });
  reportFigures(task, { 'orders that waited': waiting, 'ms to catch up': resumedMs });
}

async function lagOfOrders(): Promise<number> {
  const group = `${String(shop.settings['TOPIC_PREFIX'])}orders_group`;
  const shown = (await foldmartJson(['groups', 'show', group], shop.settings)) as {
    readonly groups: readonly { readonly partitions: readonly { readonly lag: number }[] }[];
  };
  const partitions = shown.groups.flatMap((each) => each.partitions);
  return partitions.reduce((sum, { lag }) => sum + lag, 0);
}

async function administer(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({
    host: shop.settings['POSTGRES_HOST'],
    port: Number(shop.settings['POSTGRES_PORT']),
    user: shop.settings['POSTGRES_USER'],
    password: shop.settings['POSTGRES_PASSWORD'],
    database: 'postgres',
  });
  await client.connect();
  try {
    for (const text of statements) await client.query(text);
  } finally {
    await client.end();
  }
}

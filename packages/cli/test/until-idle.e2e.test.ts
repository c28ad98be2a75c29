import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe.each(['kafka', 'redis'] as const)('consume --until-idle, on %s', (queue) => {
  let shop: ShopOnServices;
  let other: pg.Client;
  beforeEach(async () => {
    shop = await openShop(queue);
    await foldmartJson(['topics', 'create'], shop.settings);
    await foldmartJson(['seed', '--users', '700', '--products', '500'], shop.settings);
    const { settings } = shop;
    other = new pg.Client({
      host: settings['POSTGRES_HOST'],
      port: Number(settings['POSTGRES_PORT']),
      user: settings['POSTGRES_USER'],
      password: settings['POSTGRES_PASSWORD'],
      database: settings['POSTGRES_DB'],
    });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await shop.dispose();
  });

  it('says for which projections it waits, and ends when they have caught up', async () => {
    await other.query('BEGIN');
    await other.query('SELECT FROM projection_checkpoints FOR UPDATE');
    const consumer = startFoldmart(['consume', '--all', '--until-idle', '1'], shop.settings);
    await consumer.shows('queue is empty; waiting for projections: ');
    await consumer.shows('activity 1,200 events behind, sales 1,200 events behind');
    await other.query('COMMIT');
    const { code, stdout } = await consumer.finished;
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('lag') as string,
    });
    expect(await foldmartJson(['projections', 'status'], shop.settings)).toMatchObject({
      projections: expect.arrayContaining([
        expect.objectContaining({ name: 'activity', behind: 0 }),
        expect.objectContaining({ name: 'sales', behind: 0 }),
      ]) as unknown,
    });
  });

  it('waits for nothing if the projections are current', async () => {
    const args = ['consume', '--all', '--until-idle', '1'];
    await startFoldmart(args, shop.settings).finished;
    const { code, stderr } = await startFoldmart(args, shop.settings).finished;
    expect(code).toBe(0);
    expect(stderr).not.toContain('waiting for projections');
  });
});

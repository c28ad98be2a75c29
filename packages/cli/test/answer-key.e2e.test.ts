import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

interface Check {
  readonly isEqual: boolean;
  readonly found: { readonly rows: Record<string, number>; readonly duplicates: number | null };
  readonly differences: readonly { readonly kind: string; readonly what: string }[];
}

describe('an answer key, on kafka', () => {
  let shop: ShopOnServices;
  let folder: string;
  beforeEach(async () => {
    shop = await openShop('kafka');
    folder = mkdtempSync(join(tmpdir(), 'foldmart-key-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await shop.dispose();
  });

  it('equals what consumers have made of the messages, until a row is deleted', async () => {
    const { settings } = shop;
    const path = join(folder, 'key.json');
    const scenario = ['--scenario', 'dirty', '--seed', 'demo', '--messages', '600'];
    const sent = await foldmartJson(
      ['produce', ...scenario, '--speed', 'max', '--answer-key', path],
      settings,
    );
    expect(sent).toMatchObject({ scenario: 'dirty', messages: 600, unconfirmed: 0 });
    const consumed = await foldmartJson(['consume', '--all', '--until-idle', '1'], settings);
    const check = (code?: number) =>
      foldmartJson(['check', '--against', path], settings, code) as Promise<Check>;

    const equal = await check();
    expect(equal).toMatchObject({ isEqual: true, differences: [] });
    expect(consumed).toMatchObject({ received: 600, duplicates: equal.found.duplicates });
    const [{ count } = {}] = await shop.query('SELECT count(*)::int FROM orders');
    expect(equal.found.rows['orders']).toBe(count);

    const [gone] = await shop.query(
      'DELETE FROM orders WHERE order_id = (SELECT min(order_id) FROM orders) RETURNING order_id',
    );
    expect((await check(1)).differences).toMatchObject([
      { kind: 'missing row', what: `orders/${String(gone?.['order_id'])}` },
    ]);
  });
});

describe('generated files', () => {
  it('are the same for the same seed, and others for another', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foldmart-files-'));
    try {
      const file = async (name: string, seed: string): Promise<string> => {
        const path = join(folder, name);
        const scenario = ['--scenario', 'dirty', '--messages', '200', '--seed', seed];
        const { code, stderr } = await foldmart(['produce', ...scenario, '--sink', path]);
        expect([code, stderr]).toEqual([0, expect.stringContaining(`seed ${seed}`)]);
        return readFileSync(path, 'utf8');
      };
      const [one, again, other] = await Promise.all([
        file('a.csv', 'demo'),
        file('b.csv', 'demo'),
        file('c.csv', 'other'),
      ]);
      expect(again).toBe(one);
      expect(other).not.toBe(one);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

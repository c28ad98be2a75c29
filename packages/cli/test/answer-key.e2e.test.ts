import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInScenarios } from '@foldmart/generator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmartJson } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

interface Check {
  readonly isEqual: boolean;
  readonly found: { readonly rows: Record<string, number>; readonly duplicates: number | null };
  readonly differences: readonly { readonly kind: string; readonly what: string }[];
}

const scenario = builtInScenarios.get('dirty');

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
    const file = join(folder, 'scenario.json');
    writeFileSync(file, JSON.stringify({ ...scenario, catalogue: { users: 100, products: 50 } }));
    const chosen = ['--scenario', file, '--seed', 'demo', '--messages', '600'];
    const sent = await foldmartJson(
      ['produce', ...chosen, '--speed', 'max', '--answer-key', path],
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

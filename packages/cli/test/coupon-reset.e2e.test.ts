import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldmart, foldmartJson } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

let shop: ShopOnServices;
beforeAll(() => {
  shop = openDatabaseOnly();
});
afterAll(() => shop.dispose());

it('foldmart coupon reset restores the stock, and only if it is told to', async () => {
  const { settings } = shop;
  await foldmartJson(['coupon', 'open', '1', '--stock', '5'], settings);
  const [refilled, unasked, unknown] = await Promise.all([
    foldmartJson(['coupon', 'refill', '1', '--quantity', '2'], settings),
    foldmart(['coupon', 'reset', '1'], settings),
    foldmart(['coupon', 'reset', '2', '--yes'], settings),
  ]);
  expect(refilled).toMatchObject({ stock: 7 });
  const shown = await foldmart(['coupon', 'reset', '1', '--dry-run'], settings);
  expect(shown).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^1 +open +7 /m) as string,
  });
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('Coupon 2') as string });
  const reset = await foldmartJson(['coupon', 'reset', '1', '--yes'], settings);
  expect(reset).toMatchObject({ stock: 5, issued: 0 });
});

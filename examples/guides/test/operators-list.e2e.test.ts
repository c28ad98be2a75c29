import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';
import { isEndless, operatorsList, patternOf } from './support/operators-list.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

let shop: ShopOnServices;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.dispose());

it('has a command in every row', () => {
  expect(operatorsList.length).toBeGreaterThan(25);
  for (const { says } of operatorsList) expect(says).not.toBe('');
});

it.each(operatorsList)('to $task: foldmart $args', async ({ args, input, says }) => {
  const prefix = shop.env['TOPIC_PREFIX'] ?? '';
  const env = { ...shop.env, CACHE_REFRESH_INTERVAL: '1' };
  const pattern = patternOf(says);
  const isSaid = (text: string): boolean => pattern.test(text.replaceAll(prefix, ''));
  const { code, stdout, stderr } = await foldmart(args, {
    env,
    input,
    endsWhen: (text) => isEndless(args) && isSaid(text),
  });
  expect(code, stdout + stderr).toBe(0);
  expect((stdout + stderr).replaceAll(prefix, '')).toMatch(pattern);
});

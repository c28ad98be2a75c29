import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';
import { shellLines } from './support/shell-lines.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe('the commands in the guides', () => {
  let shop: ShopOnServices;
  let userId: string;
  beforeAll(async () => {
    shop = await openShop();
    const { env } = shop;
    const seeded = await foldmart(['seed', '--users', '20', '--products', '30'], { env });
    expect(seeded.code, seeded.stderr).toBe(0);
    const list = ['stream', 'list', '--prefix', 'user-', '--limit', '1', '-o', 'json'];
    const { stdout } = await foldmart(list, { env });
    const { streams } = JSON.parse(stdout) as { streams: readonly { streamId: string }[] };
    userId = streams[0]?.streamId.replace(/^user-/, '') ?? '';
  });
  afterAll(() => shop.dispose());

  it.each(shellLines)('$page runs $text', async ({ args, exitCode, goesOn }) => {
    const given = args.map((argument) => argument.replace('<id>', userId));
    const { env } = shop;
    const { code, stderr, stdout } = await foldmart(given, { env, endsWhenHeard: goesOn });
    expect(code, stderr).toBe(exitCode);
    expect(stdout + stderr).not.toBe('');
  });

  it('are some in every guide that has to do with the shop', () => {
    const pages = new Set(shellLines.map(({ page }) => page));
    expect([...pages]).toEqual([
      'docs/streams.md',
      'docs/projections.md',
      'docs/outbox.md',
      'docs/operating.md',
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';
import { shellLines } from './support/shell-lines.js';
import { parkLetters } from './support/park-letters.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe('the commands in the guides', () => {
  let shop: ShopOnServices;
  let userId: string;
  beforeAll(async () => {
    shop = await openShop();
    const { env } = shop;
    const seeded = await foldmart(['seed', '--users', '20', '--products', '30'], { env });
    expect(seeded.code, seeded.stderr).toBe(0);
    await parkLetters(env);
    const list = ['stream', 'list', '--prefix', 'user-', '--limit', '1', '-o', 'json'];
    const { stdout } = await foldmart(list, { env });
    const { streams } = JSON.parse(stdout) as { streams: readonly { streamId: string }[] };
    userId = streams[0]?.streamId.replace(/^user-/, '') ?? '';
  });
  afterAll(() => shop.dispose());

  it.each(shellLines)('$page runs $text', async ({ args, exitCode, goesOn }) => {
    const { env } = shop;
    const given = namedHere(args, env).map((argument) => argument.replace('<id>', userId));
    const { code, stderr, stdout } = await foldmart(given, { env, endsWhenHeard: goesOn });
    expect(code, stderr).toBe(exitCode);
    // The topics are empty, so there is nothing to show of them.
    if (given[1] !== 'tail') expect(stdout + stderr).not.toBe('');
  });

  it('are some in every guide that has to do with the shop', () => {
    const pages = new Set(shellLines.map(({ page }) => page));
    expect([...pages]).toEqual([
      'docs/streams.md',
      'docs/projections.md',
      'docs/outbox.md',
      'docs/operating.md',
      'docs/dead-letters.md',
    ]);
  });
});

/** The guides name topics and groups without the prefix that the tests have for themselves. */
function namedHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly string[] {
  if (!['topics', 'groups', 'dead-letters'].includes(args[0] ?? '')) return args;
  const prefix = env['TOPIC_PREFIX'] ?? '';
  return args.map((argument) =>
    argument.replace(/^(orders|users|products)(_group)?$/, (name) => prefix + name),
  );
}

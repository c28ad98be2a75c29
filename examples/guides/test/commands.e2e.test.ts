import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';
import { shellLines } from './support/shell-lines.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

/** The file that the guides call `key.json`. */
const keyPath = join(tmpdir(), `foldmart-guides-${String(process.pid)}.json`);

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
  afterAll(async () => {
    rmSync(keyPath, { force: true });
    await shop.dispose();
  });

  it.each(shellLines)('$page runs $text', async ({ args, exitCode, goesOn }) => {
    const { env } = shop;
    const given = namedHere(args, env).map((argument) =>
      argument.replace('<id>', userId).replace(/^key\.json$/, keyPath),
    );
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
      'docs/generation.md',
    ]);
  });
});

/** The guides name topics and groups without the prefix that the tests have for themselves. */
function namedHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly string[] {
  if (args[0] !== 'topics' && args[0] !== 'groups') return args;
  const prefix = env['TOPIC_PREFIX'] ?? '';
  return args.map((argument) =>
    argument.replace(/^(orders|users|products)(_group)?$/, (name) => prefix + name),
  );
}

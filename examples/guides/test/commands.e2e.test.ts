import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart } from './support/foldmart.js';
import { callsIn, shellLines } from './support/shell-lines.js';
import { shopGuides } from './support/guide-pages.js';
import { parkLetters } from './support/park-letters.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

/** The file that the guides call `key.json`. */
const keyPath = join(tmpdir(), `foldmart-guides-${String(process.pid)}.json`);

const pagesWithCommands = [
  'docs/streams.md',
  'docs/projections.md',
  'docs/outbox.md',
  'docs/operating.md',
  'docs/dead-letters.md',
  'docs/generation.md',
  ...shopGuides.filter((page) => page !== 'docs/shop/README.md'),
];

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
  afterAll(async () => {
    rmSync(keyPath, { force: true });
    await shop.dispose();
  });

  it.each(shellLines)('$page runs $text', async ({ args, exitCode, goesOn }) => {
    const { env } = shop;
    const given = args.map((argument) =>
      argument.replace('<id>', userId).replace(/^key\.json$/, keyPath),
    );
    const { code, stderr, stdout } = await foldmart(given, { env, endsWhen: () => goesOn });
    expect(code, stderr).toBe(exitCode);
    // The topics are empty, and the REPL has nothing to read.
    if (given[1] !== 'tail' && given[0] !== 'repl') expect(stdout + stderr).not.toBe('');
  });

  it.each(pagesWithCommands)('are some in %s', (page) => {
    expect(callsIn(page)).not.toEqual([]);
  });
});

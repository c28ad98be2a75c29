import { readFileSync } from 'node:fs';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import { expect, it, vi } from 'vitest';

it('the README’s example runs, and repeats itself', () => {
  const log = vi.fn();
  const console = { log };
  for (let run = 1; run <= 2; run += 1) {
    // #region example
    const generator = createShopGenerator({
      locale: 'en',
      rules: { users: { regions: { Maine: 1, Texas: 9 } } },
      timeOffset: '-05:00',
    });
    const chance = seededChance('demo')('users');
    const user = generator.user({ ...chance, nowMs: Date.UTC(2026, 1, 3) });
    console.log(user.name, user.region); // the same in every run
    // #endregion
  }
  const [first, second] = log.mock.calls;
  expect(second).toEqual(first);
  expect(['Maine', 'Texas']).toContain(first?.[1]);
});

it('the README shows the example', () => {
  const [readme, source] = ['../README.md', 'readme-example.unit.test.ts'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  );
  const [, shown] = /```ts\n(.*?)```/s.exec(readme ?? '') ?? [];
  const [, region = ''] = /#region example\n(.*?) {4}\/\/ #endregion/s.exec(source ?? '') ?? [];
  expect(shown).toBe(region.replaceAll(/^ {4}/gm, ''));
});

import { readFileSync } from 'node:fs';
import { domainWorld, invariant, simulate } from '@foldmart/simulator';
import { expect, it } from 'vitest';
import { library, loans } from './support/library.js';

it('the README’s example runs', async () => {
  // #region example
  const world = domainWorld({
    config: { domain: library },
    invariants: [
      invariant('a loan has a member', ({ rows }) =>
        rows(loans).every(({ member }) => member !== ''),
      ),
    ],
  });
  const { failure, coverage } = await simulate(world, { seeds: 3, workMs: 5_000 });
  // #endregion
  expect(failure).toBeUndefined();
  expect(coverage.faultPoints).toBeGreaterThan(0);
});

it('the README shows the example', () => {
  const [readme, source] = ['../README.md', 'readme.unit.test.ts'].map((path) =>
    readFileSync(new URL(path, import.meta.url), 'utf8'),
  );
  const [, shown] = /```ts\n(.*?)```/s.exec(readme ?? '') ?? [];
  const [, region = ''] = /#region example\n(.*?) {2}\/\/ #endregion/s.exec(source ?? '') ?? [];
  expect(shown).toBe(region.replaceAll(/^ {2}/gm, ''));
});

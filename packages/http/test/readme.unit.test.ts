import { readFileSync } from 'node:fs';
import { silentLogger } from '@foldmart/core';
import type { CouponApiDependencies } from '@foldmart/http';
import { expect, it } from 'vitest';
import { serve } from './readme-example.js';

it('the example in the README serves the API until SIGTERM', async () => {
  const address = await serve({ logger: silentLogger } as CouponApiDependencies, 0);
  expect((await fetch(`${address}/health/live`)).status).toBe(200);
  process.emit('SIGTERM');
  await expect.poll(() => fetch(`${address}/health/live`).catch(() => 'closed')).toBe('closed');
});

it('the example in the README is the code that runs here', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8');
  const [, snippet] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(snippet).toBe(example);
});

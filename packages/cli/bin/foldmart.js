#!/usr/bin/env node
import { existsSync } from 'node:fs';

const isSourceCheckout = existsSync(new URL('../src', import.meta.url));

if (isSourceCheckout) {
  const { buildAtNeed } = await import('./build-at-need.js');
  await buildAtNeed();
}
await import('../dist/main.js');

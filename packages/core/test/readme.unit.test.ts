import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { state, version } from './readme-example.js';

it('the example in the README counts to five', () => {
  expect({ state, version }).toEqual({ state: 5, version: 2 });
});

it('the example in the README is the code that runs here', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8');
  const [, snippet] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(snippet).toBe(example.replace('export const {', 'const {'));
});

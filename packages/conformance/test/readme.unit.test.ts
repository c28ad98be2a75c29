import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const example = readFileSync(new URL('binding-example.unit.test.ts', import.meta.url), 'utf8');

it('the README’s example is a binding that runs', () => {
  const [, snippet] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(snippet).toBe(example);
});

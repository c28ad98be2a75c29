import { readFileSync } from 'node:fs';
import * as conformance from '@foldmart/conformance';
import * as shop from '@foldmart/conformance/shop';
import { expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = ['binding-example.unit.test.ts', 'bus-harness-example.unit.test.ts'];

const exports = { ...conformance, ...shop };

const cases = Object.values(exports)
  .filter((exported) => 'cases' in exported)
  .flatMap(({ port, cases }) => cases.map(({ name }) => `${port}: ${name}`));

it('the examples in the README are bindings that run', () => {
  const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, snippet]) => snippet);
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  expect(snippets).toEqual(examples.map(read));
});

it('every case that the README names exists', () => {
  const [, origins = ''] = readme.split('## Where the cases come from');
  const named = [...origins.matchAll(/`([a-z-]+: [^`]+)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((name) => name === undefined || !cases.includes(name))).toEqual([]);
});

it('every suite is in the README’s table', () => {
  const suites = Object.entries(exports).filter(([, exported]) => 'cases' in exported);
  expect(suites.filter(([name]) => !readme.includes(`| \`${name}\``))).toEqual([]);
});

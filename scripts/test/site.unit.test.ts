import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { contents, koreanContents, packageContents } from '../site/contents.mjs';
import { diagramHtml, diagramStyle } from '../site/diagram.mjs';
import { followLinks } from '../site/links.mjs';
import { llmsText } from '../site/llms-text.mjs';
import { repositoryAssets, repositoryPages } from '../site/pages.mjs';
import { slugOf } from '../site/slug.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const pages = repositoryPages(root);

it('no link of the documentation leads nowhere, to the anchor', () => {
  expect(pages.length).toBeGreaterThan(40);
  expect(followLinks(root, pages, repositoryAssets(root)).dead).toEqual([]);
});

it('a link that leads nowhere is found', () => {
  const text =
    '# A\n[b](b.md#two) [c](c.md) [d](b.md#three) [e](#a) [f](#b) ![g](h.svg) [i](https://i.example)';
  const own = [
    { source: 'docs/a.md', target: 'a.md', text },
    { source: 'docs/b.md', target: 'b.md', text: '## Two\n```md\n## Three\n```' },
  ];
  expect(followLinks(root, own, []).dead).toEqual([
    'docs/a.md: c.md',
    'docs/a.md: b.md#three',
    'docs/a.md: #b',
    'docs/a.md: h.svg',
  ]);
});

it('links follow their pages, and files that are no pages are named', () => {
  const text = '[start](docs/getting-started.md#x) and [ports](packages/core/src/ports)';
  const own = [
    { source: 'README.md', target: 'ko/index.md', text },
    { source: 'docs/getting-started.md', target: 'getting-started.md', text: '# X' },
  ];
  expect(followLinks(root, own, []).pages[0]?.text).toBe(
    '[start](../getting-started.md#x) and ports (`packages/core/src/ports`)',
  );
});

it('every page is in the menu', () => {
  const targets = pages.map(({ target }) => target);
  const listed = [...contents, ...koreanContents, ...packageContents(targets)].flatMap(
    (section) => section.pages,
  );
  expect(targets.filter((target) => !listed.includes(target.replace(/\.md$/, '')))).toEqual([]);
});

it('anchors are those of GitHub', () => {
  expect(slugOf('The cache, and how it ages')).toBe('the-cache-and-how-it-ages');
  expect(slugOf('`waitFor(position)`: 한글')).toBe('waitforposition-한글');
});

it('the list for programs has every English page with its first sentence', () => {
  const list = llmsText(pages);
  expect(list).toContain('- [Streams](/streams): The store keeps an event for each fact');
  expect(list).not.toContain('/ko/');
});

const diagrams = pages.flatMap(({ source, text }) =>
  [...text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map(([, code = '']) => ({ source, code })),
);
let drawn: { source: string; code: string; html: string }[];
beforeAll(() => {
  drawn = diagrams.map((each) => ({ ...each, html: diagramHtml(each.code) }));
}, 120_000);

it('every diagram is drawn: narrower than a page or nearly so, with its texts, and nothing from elsewhere', () => {
  expect(drawn.length).toBeGreaterThan(10);
  for (const { source, code, html } of drawn) {
    expect(Number(/ width="([\d.]+)"/.exec(html)?.[1]), `${source}:\n${code}`).toBeLessThan(900);
    expect(html.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<style|<script/);
    for (const [, label = ''] of code.matchAll(/--?>>?\w+: (\w+)/g)) expect(html).toContain(label);
  }
});

it('the style of diagrams defines each variable that a diagram uses', () => {
  const used = drawn.flatMap(({ html }) => [...html.matchAll(/var\((--[\w-]+)/g)]);
  expect(used.length).toBeGreaterThan(100);
  for (const [, name] of used) expect(diagramStyle).toContain(`${String(name)}:`);
});

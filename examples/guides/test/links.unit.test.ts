import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { pages, pathOf, readText } from './support/guide-pages.js';

interface Link {
  readonly page: string;
  readonly target: string;
}

const links = [...pages, 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap(linksOf);

it.each(links)('$page leads to $target', ({ page, target }) => {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  expect(existsSync(pathOf(file)), `${file} exists`).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
});

function linksOf(page: string): readonly Link[] {
  return [...readText(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !target.includes('://'));
}

/** The anchors of a page's headings, as the renderer makes them. */
function anchorsOf(page: string): readonly string[] {
  return [...readText(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

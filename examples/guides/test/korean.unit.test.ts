import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codeBlocks, pages, pathOf, readText, shopGuides } from './support/guide-pages.js';
import { callsIn } from './support/shell-lines.js';

const translations = pages
  .filter((page) => page.startsWith('docs/ko/'))
  .map((page) => ({ page, original: page.replace('docs/ko/', 'docs/') }))
  .concat({ page: 'README.ko.md', original: 'README.md' });

describe('a Korean page', () => {
  it('exists for every page about the shop', () => {
    const shop = [...shopGuides, 'docs/benchmarks.md', 'docs/deployment.md', 'docs/generation.md'];
    expect(shop.map((page) => page.replace('docs/', 'docs/ko/')).filter(isMissing)).toEqual([]);
  });

  it.each(translations)('$page has the sections of $original', ({ page, original }) => {
    expect(headings(page)).toEqual(headings(original));
  });

  it.each(translations)('$page has the commands of $original', ({ page, original }) => {
    expect(commands(page)).toEqual(commands(original));
  });

  it.each(translations)('$page has the settings of $original', ({ page, original }) => {
    expect(settings(page)).toEqual(settings(original));
  });
});

function isMissing(page: string): boolean {
  return !existsSync(pathOf(page));
}

/** The levels of the headings, in their order. */
function headings(page: string): readonly number[] {
  return [...readText(page).matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length);
}

function commands(page: string): readonly string[] {
  const shell = codeBlocks(page).filter(({ language }) => language === 'sh');
  return [...shell.map(({ text }) => text), ...callsIn(page).map(({ text }) => text)];
}

function settings(page: string): ReadonlySet<string> {
  return new Set(readText(page).match(/\b[A-Z]+(?:_[A-Z]+)+(?:=\S+\b)?/g));
}

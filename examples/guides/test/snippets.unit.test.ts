import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codeBlocks, guides, pages, readText, region, regionNames } from './support/guide-pages.js';

const blocks = pages.flatMap((page) => codeBlocks(page));
const snippets = blocks.filter(({ language }) => language === 'ts');
const sources = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `examples/guides/test/${name}`);

describe('the code in the pages', () => {
  it.each(snippets)('$page:$line is what its test runs', ({ note, text }) => {
    const [, source = '', name = ''] = /^(\S+\.ts)#(\S+)$/.exec(note ?? '') ?? [];
    expect(source, 'a comment above the block that names its source').not.toBe('');
    expect(text).toBe(region(source, name));
  });

  it('is every region of the guides’ tests', () => {
    const shown = new Set(snippets.map(({ note }) => note));
    const regions = sources.flatMap((source) =>
      regionNames(source).map((name) => `${source}#${name}`),
    );
    expect(regions.length).toBeGreaterThan(0);
    expect(regions.filter((each) => !shown.has(each))).toEqual([]);
  });

  it.each(guides)('%s shows some, and is led to from the README', (page) => {
    expect(snippets.filter((snippet) => snippet.page === page)).not.toEqual([]);
    expect(codeBlocks(page).every(({ language }) => language !== 'typescript')).toBe(true);
    expect(readmeLinks()).toContain(page);
  });
});

function readmeLinks(): readonly string[] {
  return [...readText('README.md').matchAll(/\]\((docs\/[a-z-]+\.md)\)/g)].map(
    ([, page = '']) => page,
  );
}

import { titleOf, withoutCode } from './pages.mjs';

/**
 * The list of the pages for programs that read documentation: a title, a link and the first sentence of each.
 *
 * @see https://llmstxt.org
 * @param {import('./pages.mjs').Page[]} pages
 */
export function llmsText(pages) {
  const lines = pages
    .filter(({ target }) => !target.startsWith('ko/'))
    .map(
      (page) =>
        `- [${titleOf(page.text)}](/${page.target.replace(/(^|\/)index\.md$|\.md$/, '$1')}): ${firstSentence(page.text)}`,
    );
  return [
    '# Foldmart',
    '',
    '> An event-sourced domain library for TypeScript with swappable transports: one domain on Kafka, Redis and Postgres, or wholly in memory.',
    '',
    '## Pages',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** @param {string} text */
function firstSentence(text) {
  const paragraph = withoutCode(text)
    .split(/\n{2,}/)
    .find((part) => /^[\p{L}`*[].{40}/u.test(part));
  const plain = (paragraph ?? '').replaceAll('\n', ' ').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return /^.*?[.:](?= |$)/.exec(plain)?.[0] ?? plain;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A page of the site: its path in the repository, its path in the site, and its Markdown.
 *
 * @typedef {{ source: string, target: string, text: string }} Page
 */

/**
 * The pages of the site that are files of the repository. `source` is a path in the repository, `target` a path in the
 * site. The README of a directory is its index.
 *
 * @param {string} root
 * @returns {Page[]}
 */
export function repositoryPages(root) {
  const sources = [
    ...['README.md', 'README.ko.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
    ...filesBelow(root, 'docs').filter((path) => path.endsWith('.md')),
    ...['packages', 'examples'].flatMap((directory) => readmesOf(root, directory)),
  ];
  return sources.map((source) => ({
    source,
    target: targetOf(source),
    text: readFileSync(join(root, source), 'utf8'),
  }));
}

/**
 * The files of `docs` that are no pages: pictures and charts.
 *
 * @param {string} root
 */
export function repositoryAssets(root) {
  return filesBelow(root, 'docs')
    .filter((path) => !path.endsWith('.md'))
    .map((source) => ({ source, target: source.replace(/^docs\//, '') }));
}

/** @param {string} root @param {string} directory */
function filesBelow(root, directory) {
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => path.slice(root.length + 1).replaceAll('\\', '/'))
    .sort();
}

/** @param {string} root @param {string} directory */
function readmesOf(root, directory) {
  return readdirSync(join(root, directory))
    .map((name) => `${directory}/${name}/README.md`)
    .filter((path) => existsSync(join(root, path)));
}

/** @param {string} source */
function targetOf(source) {
  if (source === 'README.md') return 'index.md';
  if (source === 'README.ko.md') return 'ko/index.md';
  return source
    .replace(/^docs\//, '')
    .replace(/^(packages|examples)\/([^/]+)\/README\.md$/, '$1/$2.md')
    .replace(/README\.md$/, 'index.md')
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase());
}

/**
 * The heading of a page.
 *
 * @param {string} text
 */
export function titleOf(text) {
  return /^# (.+)$/m.exec(withoutCode(text))?.[1] ?? 'Foldmart';
}

/**
 * The page without its blocks of code, in which a line may look like Markdown.
 *
 * @param {string} text
 */
export function withoutCode(text) {
  return text.replaceAll(/^(```+)[^\n]*\n[\s\S]*?^\1$/gm, '');
}

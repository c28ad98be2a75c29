import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A fenced block of a page, with the HTML comment right above it. */
export interface CodeBlock {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The text of the comment; undefined if there is none. */
  readonly note: string | undefined;
}

/** The pages about the event-sourced side of the library. */
export const guides = [
  'getting-started',
  'streams',
  'projections',
  'evolution',
  'outbox',
  'testing',
].map((name) => `docs/${name}.md`);

/** Every page whose code must run. */
export const pages = [
  'README.md',
  ...readdirSync(pathOf('docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md'))
    .toSorted(),
];

/** The pages about the shop. */
export const shopGuides = pages.filter((page) => page.startsWith('docs/shop/'));

/** The blocks of a page, in their order. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const lines = readText(page).split('\n');
  const blocks: CodeBlock[] = [];
  for (let line = 0; line < lines.length; line += 1) {
    const language = /^```(\w+)$/.exec(lines[line] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', line + 1);
    if (end < 0) throw new Error(`${page}:${String(line + 1)} begins a block that nothing ends`);
    const text = lines.slice(line + 1, end).join('\n');
    blocks.push({ page, line: line + 1, language, text, note: commentAbove(lines, line) });
    line = end;
  }
  return blocks;
}

function commentAbove(lines: readonly string[], line: number): string | undefined {
  const above = lines[line - 1] === '' ? lines[line - 2] : lines[line - 1];
  return /^<!-- (.*) -->$/.exec(above ?? '')?.[1];
}

/** The text between `// #region name` and `// #endregion` of a source, moved to the left margin. */
export function region(source: string, name: string): string {
  const lines = readText(source).split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === '// #endregion');
  if (start < 0 || length < 0) throw new Error(`${source} has no region ${name}`);
  const body = lines.slice(start + 1, start + 1 + length);
  const filled = body.filter((line) => line !== '');
  const margin = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  return body.map((line) => line.slice(margin)).join('\n');
}

/** The regions of a source, by name. */
export function regionNames(source: string): readonly string[] {
  return [...readText(source).matchAll(/^\s*\/\/ #region (\S+)$/gm)].map(([, name = '']) => name);
}

/** Reads a file of the repository. */
export function readText(path: string): string {
  return readFileSync(pathOf(path), 'utf8');
}

/** The path of a file of the repository. */
export function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
}

import { codeBlocks, guides, readText, shopGuides } from './guide-pages.js';
import { operatorsListPage } from './operators-list.js';

/** A line of a page that calls the command. */
export interface ShellLine {
  readonly page: string;
  readonly text: string;
  /** What follows `foldmart`. */
  readonly args: readonly string[];
  /** The exit code that the page states. */
  readonly exitCode: number;
  /** Whether it runs until it is stopped. */
  readonly goesOn: boolean;
}

const otherGuides = ['docs/operating.md', 'docs/dead-letters.md', 'docs/generation.md'];
const otherShopGuides = shopGuides.filter((page) => page !== operatorsListPage);

/** Every call of the command in the guides, once, in their order. */
export const shellLines: readonly ShellLine[] = distinct(
  [...guides, ...otherGuides, ...otherShopGuides].flatMap(callsIn),
);

/** The calls in the shell blocks of a page, and those that its tables name. */
export function callsIn(page: string): readonly ShellLine[] {
  const inBlocks = codeBlocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, note }) => {
      const exitCode = Number(/^exits (\d+)$/.exec(note ?? '')?.[1] ?? 0);
      return text
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line.startsWith('npx foldmart '))
        .map((line) => callOf(page, line, exitCode));
    });
  const inTables = [...readText(page).matchAll(/^\|.*$/gm)].flatMap(([row]) =>
    [...row.matchAll(/`(npx foldmart [^`]+)`/g)].map(([, line = '']) => callOf(page, line, 0)),
  );
  return [...inBlocks, ...inTables];
}

function callOf(page: string, text: string, exitCode: number): ShellLine {
  return { page, text, args: argsOf(text), exitCode, goesOn: isEndless(text) };
}

function distinct(lines: readonly ShellLine[]): readonly ShellLine[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function argsOf(line: string): readonly string[] {
  return line.split(/\s+/).slice('npx foldmart'.split(' ').length);
}

function isEndless(line: string): boolean {
  return (
    / --(follow|watch|line)\b/.test(line) || / (outbox relay|grade-updater|monitor)$/.test(line)
  );
}

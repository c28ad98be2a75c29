import { codeBlocks, guides } from './guide-pages.js';

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

/** Every call of the command in the guides, in their order. */
export const shellLines: readonly ShellLine[] = [
  ...guides,
  'docs/operating.md',
  'docs/dead-letters.md',
].flatMap((page) =>
  codeBlocks(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text, note }) => {
      const exitCode = Number(/^exits (\d+)$/.exec(note ?? '')?.[1] ?? 0);
      return text
        .split('\n')
        .map((line) => line.replace(/\s+#.*$/, '').trim())
        .filter((line) => line.startsWith('npx foldmart '))
        .map((line) => ({
          page,
          text: line,
          args: argsOf(line),
          exitCode,
          goesOn: isEndless(line),
        }));
    }),
);

function argsOf(line: string): readonly string[] {
  return line.split(/\s+/).slice('npx foldmart'.split(' ').length);
}

function isEndless(line: string): boolean {
  return line.includes(' --follow') || / (outbox relay|grade-updater)$/.test(line);
}

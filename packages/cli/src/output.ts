import Table from 'cli-table3';
import pc from 'picocolors';

/** How results are printed: for a person, or as JSON for a program. */
export type OutputFormat = 'text' | 'json';

/** Where a command writes: results to stdout, progress to stderr. */
export interface Output {
  readonly format: OutputFormat;
  /** A result: `data` as one line of JSON, or the text that `describe` makes of it. */
  result(data: unknown, describe: () => string): void;
  /** What is going on, a line at a time; the same in both formats. */
  progress(line: string): void;
  /** What went wrong, a line at a time. */
  error(line: string): void;
}

/** Writes to this process's stdout and stderr. */
export function processOutput(format: OutputFormat): Output {
  return {
    format,
    result(data, describe) {
      const printed = format === 'json' ? JSON.stringify(data) : describe();
      process.stdout.write(`${printed}\n`);
    },
    progress(line) {
      process.stderr.write(`${singleLine(line)}\n`);
    },
    error(line) {
      process.stderr.write(`${coloursOf(process.stderr).red('foldmart:')} ${singleLine(line)}\n`);
    },
  };
}

/** Colours for a stream, where a person reads it and has not asked for none (`NO_COLOR`). */
export function coloursOf(stream: NodeJS.WriteStream): ReturnType<typeof pc.createColors> {
  if (!stream.isTTY) return pc.createColors(false);
  return pc.createColors(process.env['NO_COLOR'] === undefined);
}

/** What a table shows; `-` for null. */
export type Cell = string | number | null;

/** A table without frames, columns by width. */
export function plainTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const table = new Table({
    head: [...head],
    chars: frameless,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
  });
  table.push(...rows.map((row) => row.map((cell) => singleLine(String(cell ?? '-')))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Text with its line breaks and control characters shown instead of obeyed. */
export function singleLine(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return line.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
}

const frameless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

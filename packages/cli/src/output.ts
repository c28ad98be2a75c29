import { coloursFor } from '@foldmart/composition';
import Table from 'cli-table3';

/** The format of results: text for people, or JSON for programs. */
export type OutputFormat = 'text' | 'json';

/** Writes results to stdout, and progress and errors to stderr. */
export interface Output {
  readonly format: OutputFormat;
  /** Prints a result: `data` as one line of JSON, or the text that `describe` returns. */
  result(data: unknown, describe: () => string): void;
  /** Prints a line of progress, in both formats. */
  progress(line: string): void;
  /** Prints a line about a failure. */
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
      process.stderr.write(`${coloursFor(process.stderr).red('foldmart:')} ${singleLine(line)}\n`);
    },
  };
}

/** The content of a table cell; null is shown as `-`. */
export type Cell = string | number | null;

/** A table without borders; each column is as wide as its widest cell. */
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

/** Escapes line breaks and control characters in text. */
export function singleLine(line: string): string {
  // eslint-disable-next-line no-control-regex -- this function escapes control characters
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

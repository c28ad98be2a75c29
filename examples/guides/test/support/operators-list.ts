import { readText } from './guide-pages.js';

/** A row of the operator's list. */
export interface OperatorsRow {
  readonly task: string;
  /** What follows `foldmart`. */
  readonly args: readonly string[];
  /** What it reads from a pipe. */
  readonly input: string;
  /** A part of what the command says. */
  readonly says: string;
}

export const operatorsListPage = 'docs/shop/operators-list.md';

/** The rows of the list, in their order. */
export const operatorsList: readonly OperatorsRow[] = readText(operatorsListPage)
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
  .flatMap(([, task = '', command = '', says = '']) => {
    const [, input = '', call] = /^`(?:echo '(.+)' \| )?npx foldmart (.+)`$/.exec(command) ?? [];
    return call === undefined ? [] : [{ task, args: call.split(' '), input, says: unquoted(says) }];
  });

const endlessCommands = ['cache-worker', 'consume', 'monitor', 'produce'];
const limits = ['--once', '--orders', '--until-idle'];

/** Whether a command runs until it is stopped. */
export function isEndless([command = '', ...options]: readonly string[]): boolean {
  return endlessCommands.includes(command) && !options.some((option) => limits.includes(option));
}

/**
 * A pattern for a text in which numbers and times differ from run to run, and columns have other widths. Texts of the
 * test's own names must be taken out before.
 */
export function patternOf(says: string): RegExp {
  const escaped = says.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(escaped.replaceAll(/\d+/g, '\\d+').replaceAll(/\s+/g, '\\s+'));
}

function unquoted(cell: string): string {
  return cell.replaceAll(/^`|`$/g, '');
}

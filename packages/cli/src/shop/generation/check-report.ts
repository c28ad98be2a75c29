import type { AnswerCheck } from '@foldmart/composition/shop';
import type { Cell } from '../../output.js';

/** A check as a table of figures, and the lines below it. */
export interface CheckReport {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly lines: readonly string[];
}

/** Describes a check: each figure as expected and as found, then the differences. */
export function describeCheck(check: AnswerCheck): CheckReport {
  return {
    head: ['', 'expected', 'found'],
    rows: figureRows(check),
    lines: ['', ...differenceLines(check), ...otherLines(check)],
  };
}

function figureRows({ expected, found }: AnswerCheck): readonly (readonly Cell[])[] {
  const events = Object.values(expected.events).reduce((sum, each) => sum + each, 0);
  return [
    ...compared('rows of ', expected.rows, found.rows),
    ['events', events, found.events],
    ...compared('dead letters: ', expected.deadLetters, found.deadLetters),
    ['duplicates', expected.duplicates, found.duplicates],
  ];
}

type Figures = Readonly<Record<string, number>>;

function compared(prefix: string, expected: Figures, found: Figures): readonly (readonly Cell[])[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].toSorted();
  return names.map((name) => [`${prefix}${name}`, expected[name] ?? 0, found[name] ?? 0]);
}

function differenceLines({ differenceCount, differences, policy }: AnswerCheck): readonly string[] {
  if (differenceCount === 0) return [`equal: the database holds what the key says (${policy})`];
  const left = differenceCount - differences.length;
  return [
    `${String(differenceCount)} differences (${policy}):`,
    ...differences.map(({ kind, what, detail }) => `  ${kind} ${what}: ${detail}`),
    ...(left > 0 ? [`  and ${String(left)} more; --limit lists more of them`] : []),
  ];
}

function otherLines({ others, found }: AnswerCheck): readonly string[] {
  const { rows, deadLetters } = others;
  return [
    ...(found.duplicates === null
      ? ['duplicates are not counted: the topics hold other messages too, or not all are consumed']
      : []),
    ...(rows + deadLetters === 0
      ? []
      : [`not of this key: ${String(rows)} rows, ${String(deadLetters)} dead letters`]),
  ];
}

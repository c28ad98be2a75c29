import { readable } from '../chart/scale.js';
import type { RowResult } from '../frame/row-result.js';
import { valueWith } from './describe-row.js';
import type { RunReport } from './run-report.js';
import { summarize, type Summary } from './summary.js';

/** The table of all rows, in Markdown as Prettier formats it. */
export function tableOf({ rows }: Pick<RunReport, 'rows'>): string {
  const header = ['work', 'contender', 'median', 'Foldmart / it', 'CPU client', 'CPU services'];
  return markdownTable(header, rows.flatMap(linesOf));
}

function linesOf(result: RowResult): readonly (readonly string[])[] {
  return summarize(result).map((summary, index) => [
    index === 0 ? `${result.about} (\`${result.row}\`)` : '',
    nameOf(summary),
    summary.failure === undefined ? valueWith(summary.median, summary) : 'failed',
    ratioWith(summary),
    micros(summary.measure.key === 'rate' ? summary.clientCpu : null),
    micros(summary.measure.key === 'rate' ? summary.serverCpu : null),
  ]);
}

/** A short table: the rows that it names, and of each the contenders that it names. */
export function selectionOf(
  { rows }: Pick<RunReport, 'rows'>,
  selection: Readonly<Record<string, readonly string[]>>,
): string {
  const lines = Object.entries(selection).flatMap(([name, contenders]) => {
    const result = rows.find(({ row }) => row === name);
    if (result === undefined) return [];
    const [ours, ...others] = summarize(result).filter(
      ({ measure }) => measure === result.measures[0],
    );
    if (ours === undefined) return [];
    return others
      .filter(({ contender, failure }) => contenders.includes(contender) && failure === undefined)
      .map((other, index) => [
        ...(index === 0 ? [result.about, valueWith(ours.median, ours)] : ['', '']),
        ...[other.how, valueWith(other.median, other), ratioText(other.ratio)],
      ]);
  });
  return markdownTable(['', 'Foldmart', 'against', '', 'ratio'], lines);
}

function nameOf({ contender, how }: Summary): string {
  return `${contender}: ${how}`;
}

function ratioWith({ ratio, aim }: Summary): string {
  if (ratio === undefined || Number.isNaN(ratio)) return '';
  if (aim === undefined) return ratioText(ratio);
  return `${ratioText(ratio)} (aim ${String(aim)}${ratio < aim ? ', missed' : ''})`;
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined || Number.isNaN(ratio) ? '' : ratio.toPrecision(3);
}

function micros(value: number | null): string {
  return value === null || Number.isNaN(value) ? '' : `${readable(value)} µs`;
}

function markdownTable(header: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(3, ...[header, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const format = (line: readonly string[]): string =>
    `| ${widths.map((width, column) => (line[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [format(header), rule, ...lines.map(format)].join('\n');
}

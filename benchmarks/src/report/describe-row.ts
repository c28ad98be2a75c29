import type { RowResult } from '../frame/row-result.js';
import { readable } from '../chart/scale.js';
import { summarize, type Summary } from './summary.js';

/** A row as text: a line for each measure of each contender. */
export function describeRow(result: RowResult): string {
  const summaries = summarize(result);
  const width = Math.max(...summaries.map(({ contender }) => contender.length));
  const { row, about, size, counted } = result;
  return [
    `${row}: ${about} (${readable(size)} ${counted} a round)`,
    ...summaries.map((summary) => `  ${summary.contender.padEnd(width)}  ${describe(summary)}`),
  ].join('\n');
}

function describe(summary: Summary): string {
  if (summary.failure !== undefined) {
    return `failed: ${summary.failure.split('\n')[0] ?? summary.failure}`;
  }
  const value = `${valueWith(summary.median, summary)} (${readable(summary.least)} to ${readable(summary.most)})`;
  return [value, cpuText(summary), ratioText(summary)].filter((text) => text !== '').join('  ');
}

/** A value with the name of its measure and its unit: `12,340/s`, `p99 3.4 ms`. */
export function valueWith(
  value: number,
  { measure: { key, unit } }: Pick<Summary, 'measure'>,
): string {
  if (key === 'rate') return `${readable(value)}${unit}`;
  return `${key} ${readable(value)} ${unit}`;
}

function cpuText({ clientCpu, serverCpu, measure }: Summary): string {
  if (measure.key !== 'rate') return '';
  const server = serverCpu === null ? '' : `, services ${readable(serverCpu)} µs`;
  return `CPU client ${readable(clientCpu)} µs${server}`;
}

function ratioText({ ratio, aim }: Summary): string {
  if (ratio === undefined) return '';
  const meant = aim === undefined ? '' : ` (aim ${String(aim)}${ratio >= aim ? '' : ', missed'})`;
  return `foldmart / this: ${ratio.toFixed(2)}${meant}`;
}

import { drawFigure } from '../chart/figure.js';
import { barPanel, type Mark, type Row as ChartRow } from '../chart/row-panel.js';
import { readable } from '../chart/scale.js';
import type { RowResult } from '../frame/row-result.js';
import type { Measure } from '../frame/row.js';
import { machineText } from './machine.js';
import type { RunReport } from './run-report.js';
import { summarize, type Summary } from './summary.js';
import { valueWith } from './describe-row.js';
import { escapeHtml } from './escape-html.js';
import { pageStyle } from './page-style.js';

/** The report as one HTML page that needs no other file. */
export function pageOf(report: RunReport): string {
  const { startedAt, minutes, scale, rounds, machine, rows } = report;
  const facts = [
    `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${readable(minutes)} minutes`,
    `${scale} sizes, medians of ${String(rounds)} rounds`,
    machineText(machine),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Foldmart, measured</title><style>${pageStyle}</style></head><body>
<h1>Foldmart, measured</h1>
${facts.map((fact) => `<p>${escapeHtml(fact)}</p>`).join('\n')}
<p>A ratio above 1 means that Foldmart is better. The whisker of a bar goes from the lowest to the highest round.</p>
<nav>${rows.map(({ row }) => `<a href="#${row}">${escapeHtml(row)}</a>`).join(' ')}</nav>
${rows.map(sectionOf).join('\n')}
</body></html>
`;
}

function sectionOf(result: RowResult): string {
  const { row, about, size, counted } = result;
  const summaries = summarize(result);
  return `<section id="${row}"><h2>${escapeHtml(row)}</h2>
<p>${escapeHtml(about)}; ${readable(size)} ${escapeHtml(counted)} a round</p>
${chartOf(result, summaries)}
<table><thead><tr><th>contender</th><th>how</th><th>median</th><th>range</th><th>Foldmart / it</th><th>CPU client</th><th>CPU services</th><th>memory</th></tr></thead>
<tbody>${summaries.map(lineOf).join('\n')}</tbody></table></section>`;
}

function chartOf({ about, counted, measures }: RowResult, summaries: readonly Summary[]): string {
  const panels = measures.map((measure) =>
    barPanel({ title: titleOf(measure, counted), rows: chartRows(measure, summaries) }),
  );
  const cpuRows = chartRows(measures[0], summaries, cpuMark);
  const cpu = barPanel({ title: 'CPU of client and services, µs each', rows: cpuRows });
  const all = measures[0]?.key === 'rate' ? [...panels, cpu] : panels;
  return drawFigure({ title: about, subtitle: '', legend: [], panels: all });
}

function titleOf({ key, unit }: Measure, counted: string): string {
  return key === 'rate' ? `${counted} a second` : `${key}, ${unit}`;
}

function chartRows(
  measure: Measure | undefined,
  summaries: readonly Summary[],
  markOf: (summary: Summary) => Mark = rangeMark,
): readonly ChartRow[] {
  return summaries
    .filter((summary) => summary.measure === measure && Number.isFinite(summary.median))
    .map((summary) => ({ name: summary.contender, marks: [markOf(summary)] }));
}

function rangeMark({ median: value, least: low, most: high }: Summary): Mark {
  return { value, low, high };
}

function cpuMark({ clientCpu, serverCpu }: Summary): Mark {
  const value = clientCpu + (serverCpu ?? 0);
  return { value, low: value, high: value };
}

function lineOf(summary: Summary): string {
  if (summary.failure !== undefined) return lineOfFailure(summary);
  const { contender, how, median, least, most, clientCpu, serverCpu } = summary;
  const { ratio, aim, peakMemoryBytes, measure } = summary;
  const isRate = measure.key === 'rate';
  const missed = ratio !== undefined && aim !== undefined && ratio < aim;
  const cells = [
    contender,
    how,
    valueWith(median, summary),
    `${readable(least)} to ${readable(most)}`,
    ratio === undefined
      ? ''
      : `${ratio.toPrecision(3)}${aim === undefined ? '' : ` (aim ${String(aim)})`}`,
    isRate ? `${readable(clientCpu)} µs` : '',
    isRate && serverCpu !== null ? `${readable(serverCpu)} µs` : '',
    `${readable(peakMemoryBytes / 2 ** 20)} MiB`,
  ];
  const line = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
  return `<tr${missed ? ' class="missed"' : ''}>${line}</tr>`;
}

function lineOfFailure({ contender, failure = '' }: Summary): string {
  const reason = failure.split('\n')[0] ?? '';
  return `<tr><td>${escapeHtml(contender)}</td><td colspan="7">failed: ${escapeHtml(reason)}</td></tr>`;
}

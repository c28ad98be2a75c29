import type { RunReport } from './run-report.js';

const header = 'row,contender,round,measure,value,unit,client_cpu_us,services_cpu_us';

/** A line for each round of each contender in each measure. */
export function csvOf({ rows }: RunReport): string {
  const lines = rows.flatMap(({ row, measures, contenders }) =>
    contenders.flatMap(({ name, samples }) =>
      samples.flatMap((sample, index) =>
        measures.map(({ key, unit }) =>
          [
            ...[cell(row), cell(name), index + 1, cell(key), rounded(sample.values[key])],
            ...[cell(unit), rounded(sample.clientCpuMicros), rounded(sample.serverCpuMicros)],
          ].join(','),
        ),
      ),
    ),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

/** A text as a cell (RFC 4180). One that a spreadsheet would run as a formula gets an apostrophe in front. */
function cell(text: string): string {
  const inert = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function rounded(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '';
  return String(Number(value.toPrecision(6)));
}

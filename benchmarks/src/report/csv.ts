import type { RunReport } from './run-report.js';

const header = 'row,contender,round,measure,value,unit,client_cpu_us,services_cpu_us';

/** A line for each round of each contender in each measure. */
export function csvOf({ rows }: RunReport): string {
  const lines = rows.flatMap(({ row, measures, contenders }) =>
    contenders.flatMap(({ name, samples }) =>
      samples.flatMap((sample, index) =>
        measures.map(({ key, unit }) =>
          [
            ...[row, name, index + 1, key, rounded(sample.values[key])],
            ...[unit, rounded(sample.clientCpuMicros), rounded(sample.serverCpuMicros)],
          ].join(','),
        ),
      ),
    ),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

function rounded(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '';
  return String(Number(value.toPrecision(6)));
}

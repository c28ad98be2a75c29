import { mkdirSync, writeFileSync } from 'node:fs';
import { medianRatio, type ContenderResult } from './rounds.js';

/**
 * The results of one benchmark. The first contender is Foldmart; the others are compared with it.
 */
export interface BenchmarkReport {
  readonly benchmark: string;
  readonly messages: number;
  readonly results: readonly ContenderResult[];
}

/** Formats each contender's median and spread, and Foldmart's ratio to it. */
export function describeReport({ benchmark, messages, results }: BenchmarkReport): string {
  const [ours] = results;
  if (ours === undefined) return `${benchmark}: nothing was measured`;
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map((result) => {
    const rates = `${rounded(result.median)} messages/s (${rounded(Math.min(...result.rates))} to ${rounded(Math.max(...result.rates))})`;
    const memory = `CPU ${result.cpuMicroseconds.toFixed(0)} µs each, peak ${String(Math.round(result.peakMemoryBytes / 1_048_576))} MiB`;
    const ratio =
      result === ours ? '' : `  ${ours.name} / this: ${medianRatio(ours, result).toFixed(2)}`;
    return `  ${result.name.padEnd(width)}  ${rates}  ${memory}${ratio}`;
  });
  return [`${benchmark}, ${String(messages)} messages:`, ...lines].join('\n');
}

/** Writes one row per run to `reports/benchmark-<name>.csv`, and returns that path. */
export function writeCsv({ benchmark, results }: BenchmarkReport): string {
  const rows = results.flatMap(({ name, rates }) =>
    rates.map((rate, round) => [benchmark, name, String(round + 1), rate.toFixed(1)]),
  );
  const path = `reports/benchmark-${benchmark}.csv`;
  mkdirSync('reports', { recursive: true });
  const header = ['benchmark', 'contender', 'round', 'messages_per_second'];
  writeFileSync(path, [header, ...rows].map((row) => `${row.join(',')}\n`).join(''));
  return path;
}

function rounded(rate: number): string {
  return rate.toFixed(0);
}

import type { RowResult } from '../frame/row-result.js';
import type { Machine } from './machine.js';

/** Everything that a run found, as it is stored in `reports/benchmark.json`. */
export interface RunReport {
  readonly format: 1;
  readonly startedAt: string;
  readonly minutes: number;
  readonly scale: string;
  readonly rounds: number;
  readonly machine: Machine;
  readonly rows: readonly RowResult[];
}

/** Reads a stored report. Throws an error that says what is wrong with it. */
export function parseReport(text: string, path: string): RunReport {
  const report = parseJson(text, path) as Partial<RunReport> | null;
  if (report?.format !== 1 || !Array.isArray(report.rows)) {
    throw new Error(`${path} is not a report of npm run bench`);
  }
  return report as RunReport;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}

/** Puts reports together: a row of a later one replaces that of an earlier one. Times add up. */
export function mergeReports(reports: readonly RunReport[]): RunReport {
  const [first, ...others] = reports;
  if (first === undefined) throw new RangeError('there is no report');
  return others.reduce(merge, first);
}

function merge(earlier: RunReport, later: RunReport): RunReport {
  const byName = new Map([...earlier.rows, ...later.rows].map((row) => [row.row, row]));
  const minutes = earlier.minutes + later.minutes;
  return { ...later, startedAt: earlier.startedAt, minutes, rows: [...byName.values()] };
}

import { drawFigure } from '../chart/figure.js';
import { barPanel, rangePanel, type Mark } from '../chart/row-panel.js';
import { readable } from '../chart/scale.js';
import { machine, writeFiles } from '../measure/write-files.js';
import type { PacedLookups } from './lookup-config.js';

/** The report of one way to look up. */
export interface LookupRun extends PacedLookups {
  readonly name: string;
}

interface Catalogue {
  readonly users: number;
  readonly products: number;
}

/** Writes the runs to a file and a chart, and describes them. */
export function reportLookups(runs: readonly LookupRun[], catalogue: Catalogue): string {
  const width = Math.max(...runs.map(({ name }) => name.length));
  const files = writeFiles('cache', tableOf(runs), chartOf(runs, catalogue));
  const { users, products } = catalogue;
  return [
    `cache, ${String(users)} users and ${String(products)} products:`,
    ...runs.map((run) => `  ${describe(run, width)}`),
    `  figures: ${files}`,
  ].join('\n');
}

function describe(run: LookupRun, width: number): string {
  const { name, p50, p99, refreshes } = run;
  const lookups = `${readable(perMinute(run, run.messages))} look-ups and ${readable(perMinute(run, run.queries))} queries a minute`;
  const loads = refreshes > 0 ? ` (${readable(perMinute(run, refreshes))} refreshes)` : '';
  return `${name.padEnd(width)}  ${lookups}${loads}, p50 ${readable(p50)} ms, p99 ${readable(p99)} ms`;
}

function perMinute({ seconds }: LookupRun, count: number): number {
  return (count * 60) / seconds;
}

function tableOf(runs: readonly LookupRun[]) {
  return {
    header: [
      ...['contender', 'seconds', 'lookups_per_minute', 'queries_per_minute'],
      ...['refreshes_per_minute', 'lookup_p50_ms', 'lookup_p99_ms'],
    ],
    rows: runs.map((run) => [
      run.name,
      run.seconds,
      perMinute(run, run.messages),
      perMinute(run, run.queries),
      perMinute(run, run.refreshes),
      run.p50,
      run.p99,
    ]),
  };
}

function chartOf(runs: readonly LookupRun[], { users, products }: Catalogue): string {
  const [first] = runs;
  return drawFigure({
    title: 'Users and products for orders, with and without the cache',
    subtitle: `${readable(users)} users, ${readable(products)} products, ${readable(first?.seconds ?? 0)} s at the pace of a producer, ${machine()}`,
    legend: [],
    panels: [
      barPanel({
        title: 'queries a minute',
        rows: runs.map((run) => ({
          name: run.name,
          marks: [exactly(perMinute(run, run.queries))],
        })),
      }),
      rangePanel({
        title: 'how long a look-up takes, p50 to p99, in ms',
        rows: runs.map(({ name, p50, p99 }) => ({
          name,
          marks: [{ value: p50, low: p50, high: p99 }],
        })),
      }),
    ],
  });
}

function exactly(value: number): Mark {
  return { value, low: value, high: value };
}

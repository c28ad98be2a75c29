import { drawFigure } from '../chart/figure.js';
import { readable } from '../chart/scale.js';
import { timePanel } from '../chart/time-panel.js';
import type { Measured } from '../measure/child.js';
import { machine, writeFiles } from '../measure/write-files.js';
import type { PaceBySecond, PacedShop } from './shop-config.js';

const kinds = ['orders', 'products', 'users'] as const;

/** Writes the seconds of a run to a file and a chart, and describes the run. */
export function reportPace(run: PacedShop & Measured): string {
  const waiting = waitingBySecond(run.pace);
  const files = writeFiles('realtime', tableOf(run.pace, waiting), chartOf(run, waiting));
  const { seconds, published, persisted, lag, peakMemoryBytes, cpuSeconds } = run;
  return [
    `realtime, ${String(seconds)} s:`,
    ...kinds.map((kind) => `  ${describeKind(kind, run.pace.published[kind])}`),
    `  published ${String(published)}, persisted ${String(persisted)}, lag at the end ${String(lag)}, most waiting ${String(Math.max(...waiting))}`,
    `  TPS ${readable(published / seconds)}, CPU ${readable((cpuSeconds / seconds) * 100)} % of a core with the start, peak ${(peakMemoryBytes / 1_048_576).toFixed(0)} MiB`,
    `  every second: ${files}`,
  ].join('\n');
}

function describeKind(kind: string, counts: readonly number[]): string {
  const rate = readable(sum(counts) / counts.length);
  return `${kind.padEnd(8)}  ${String(sum(counts))} published, TPS ${rate}, busiest second ${String(Math.max(...counts))}`;
}

/** What was published and not yet persisted at the end of each second. */
export function waitingBySecond({ published, persisted }: PaceBySecond): readonly number[] {
  let waiting = 0;
  return persisted.map((count, second) => {
    waiting += sum(kinds.map((kind) => published[kind][second] ?? 0)) - count;
    return Math.max(0, waiting);
  });
}

function tableOf({ published, persisted }: PaceBySecond, waiting: readonly number[]) {
  return {
    header: ['second', ...kinds, 'persisted', 'waiting'],
    rows: persisted.map((count, second) => [
      second + 1,
      ...kinds.map((kind) => published[kind][second] ?? 0),
      count,
      waiting[second] ?? 0,
    ]),
  };
}

function chartOf({ seconds, published, pace }: PacedShop, waiting: readonly number[]): string {
  return drawFigure({
    title: 'The shop in real time',
    subtitle: `${readable(published)} events in ${readable(seconds)} s through Kafka into Postgres, ${machine()}`,
    legend: ['orders', 'products', 'users', 'all'],
    panels: [
      timePanel({
        title: 'orders and users published in a second',
        series: [
          { colour: 2, values: pace.published.users },
          { colour: 0, values: pace.published.orders },
        ],
      }),
      timePanel({
        title: 'products published in a second',
        series: [{ colour: 1, values: pace.published.products }],
      }),
      timePanel({
        title: 'events persisted in a second',
        series: [{ colour: 3, values: pace.persisted }],
      }),
      timePanel({
        title: 'events that wait for a consumer at the end of the second',
        series: [{ colour: 3, values: waiting }],
      }),
    ],
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

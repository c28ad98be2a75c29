import { drawFigure } from '../chart/figure.js';
import { barPanel, rangePanel, type Mark } from '../chart/row-panel.js';
import { readable } from '../chart/scale.js';
import type { Measured } from '../measure/child.js';
import { median } from '../measure/median.js';
import { machine, writeFiles } from '../measure/write-files.js';
import type { WriteTimes } from './write-config.js';

/** One run of one contender. */
export interface WritingRun extends Measured, WriteTimes {
  readonly name: string;
  readonly round: number;
}

interface Size {
  readonly messages: number;
  readonly rounds: number;
}

/** Writes the runs to a file and a chart, and describes them. */
export function reportWriting(runs: readonly WritingRun[], size: Size): string {
  const names = [...new Set(runs.map(({ name }) => name))];
  const rows = names.map((name) =>
    summarize(
      name,
      runs.filter((run) => run.name === name),
    ),
  );
  const files = writeFiles('kafka', tableOf(runs), chartOf(rows, size));
  const width = Math.max(...names.map((name) => name.length));
  return [
    `kafka, ${String(size.messages)} orders:`,
    ...rows.map((row) => `  ${describe(row, width)}`),
    `  every run: ${files}`,
  ].join('\n');
}

type Summary = ReturnType<typeof summarize>;

function summarize(name: string, runs: readonly WritingRun[]) {
  return {
    name,
    accepted: markOf(runs.map((run) => run.messages / run.acceptedSeconds)),
    persisted: markOf(runs.map((run) => run.messages / run.seconds)),
    burst: {
      p50: median(runs.map(({ burstP50Ms }) => burstP50Ms)),
      p99: median(runs.map(({ burstP99Ms }) => burstP99Ms)),
    },
    memoryMib: Math.max(...runs.map(({ peakMemoryBytes }) => peakMemoryBytes)) / 1_048_576,
  };
}

function markOf(values: readonly number[]): Mark {
  return { value: median(values), low: Math.min(...values), high: Math.max(...values) };
}

function describe({ name, accepted, persisted, burst, memoryMib }: Summary, width: number): string {
  return [
    name.padEnd(width),
    `accepted ${readable(accepted.value)}/s`,
    `persisted ${readable(persisted.value)}/s`,
    `3 orders in ${readable(burst.p50)} ms (p99 ${readable(burst.p99)} ms)`,
    `peak ${memoryMib.toFixed(0)} MiB`,
  ].join('  ');
}

function tableOf(runs: readonly WritingRun[]) {
  return {
    header: [
      ...['contender', 'round', 'orders', 'accepted_per_second', 'persisted_per_second'],
      ...['burst_p50_ms', 'burst_p99_ms', 'cpu_seconds', 'peak_memory_mib'],
    ],
    rows: runs.map((run) => [
      run.name,
      run.round,
      run.messages,
      run.messages / run.acceptedSeconds,
      run.messages / run.seconds,
      run.burstP50Ms,
      run.burstP99Ms,
      run.cpuSeconds,
      run.peakMemoryBytes / 1_048_576,
    ]),
  };
}

function chartOf(rows: readonly Summary[], { messages, rounds }: Size): string {
  return drawFigure({
    title: 'Orders through Kafka, and directly into Postgres',
    subtitle: `${readable(messages)} orders, median of ${String(rounds)} rounds, ${machine()}`,
    legend: ['accepted: the call has returned', 'persisted: in the database'],
    panels: [
      barPanel({
        title: 'orders a second, in batches of 500',
        rows: rows.map(({ name, accepted, persisted }) => ({ name, marks: [accepted, persisted] })),
      }),
      rangePanel({
        title: 'how long a call with 3 orders takes, p50 to p99, in ms',
        rows: rows.map(({ name, burst }) => ({
          name,
          marks: [{ value: burst.p50, low: burst.p50, high: burst.p99 }],
        })),
      }),
    ],
  });
}

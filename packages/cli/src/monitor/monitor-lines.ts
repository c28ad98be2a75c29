import {
  describeStalled,
  type CacheFigures,
  type coloursFor,
  type QueueFigures,
  type StoreFigures,
} from '@foldmart/composition';
import { paceTable } from '../groups/pace-table.js';
import { plainTable } from '../output.js';
import { clockTime } from '../progress-lines.js';
import { barOf, bytesText, elapsedText, percentText, sizesText } from './cache-line.js';
import { troublesOf, type MonitorSample } from './monitor-sample.js';

type Colours = ReturnType<typeof coloursFor>;

/** The screen of a monitor. */
export function monitorLines(
  sample: MonitorSample,
  { name, intervalMs, colours }: MonitorStyle,
): readonly string[] {
  const { bold, dim, red } = colours;
  const { queue, cache, store, tables } = sample;
  const every = `at ${clockTime(sample.atMs)}, every ${String(intervalMs / 1_000)} s (Ctrl+C ends)`;
  const parts = [
    ratesLine(queue?.figures, store?.figures, colours),
    ...(cache?.figures === undefined ? [] : cacheLines(cache.figures, colours)),
    ...(store?.figures === undefined ? [] : storeLines(store.figures, colours)),
  ];
  const troubles = troublesOf(sample);
  return [
    `${bold(`${name} monitor`)} ${dim(every)}`,
    ...section(troubles.map((trouble) => red(trouble))),
    ...section(parts.filter((line) => line !== '')),
    ...section(queue?.figures === undefined ? [] : groupLines(queue.figures, colours)),
    ...(tables?.figures ?? []).flatMap(({ title, head, rows }) =>
      section([bold(title), ...(rows.length === 0 ? ['none'] : tableLines(head, rows, colours))]),
    ),
  ];
}

export interface MonitorStyle {
  readonly name: string;
  readonly intervalMs: number;
  readonly colours: Colours;
}

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function labelled(label: string, text: string, { bold }: Colours): string {
  return `${bold(label.padEnd(13))}${text}`;
}

function ratesLine(
  queue: QueueFigures | undefined,
  store: StoreFigures | undefined,
  colours: Colours,
): string {
  const rates = [
    ...(queue === undefined
      ? []
      : [
          ['produced', sumOf(queue, 'producedPerSecond')] as const,
          ['consumed', sumOf(queue, 'consumedPerSecond')] as const,
        ]),
    ...(store === undefined ? [] : [['appended', store.appendedPerSecond] as const]),
  ];
  if (rates.length === 0) return '';
  const texts = rates.map(([what, rate]) => `${what} ${rate === null ? '-' : rate.toFixed(1)}/s`);
  return labelled('RATES', texts.join('   '), colours);
}

/** Null while the pace of a group is not known. */
function sumOf(
  { paces }: QueueFigures,
  rate: 'producedPerSecond' | 'consumedPerSecond',
): number | null {
  return paces.reduce<number | null>((sum, { [rate]: own }) => {
    return sum === null || own === null ? null : sum + own;
  }, 0);
}

function cacheLines(figures: CacheFigures, colours: Colours): readonly string[] {
  const { sinceRefreshMs, intervalMs, hitRate, memoryBytes, refreshes } = figures;
  // A refresh takes a while, and begins an interval after the one before.
  const isLate = sinceRefreshMs === null || sinceRefreshMs > 1.5 * intervalMs;
  const bar = (isLate ? colours.yellow : colours.green)(barOf(figures));
  const memory = memoryBytes === null ? '-' : bytesText(memoryBytes);
  return [
    labelled('CACHE', `[${elapsedText(figures)} ${bar}]  ${sizesText(figures)}`, colours),
    labelled(
      '',
      `hit rate ${percentText(hitRate)}   memory ${memory}   refreshes ${String(refreshes)}`,
      colours,
    ),
  ];
}

function storeLines(
  { deadLetters, projections, stalled }: StoreFigures,
  colours: Colours,
): readonly string[] {
  const letters = Object.entries(deadLetters).map(
    ([reason, count]) => `${reason} ${String(count)}`,
  );
  const behind = projections.filter((each) => each.behind > 0);
  const lagging = behind.map(
    ({ name, behind: events }) => `${name} ${events.toLocaleString('en')} behind`,
  );
  return [
    labelled(
      'DEAD LETTERS',
      letters.length === 0 ? 'none' : colours.red(letters.join(', ')),
      colours,
    ),
    ...(projections.length === 0
      ? []
      : [
          labelled(
            'PROJECTIONS',
            lagging.length === 0 ? 'current' : colours.yellow(lagging.join(', ')),
            colours,
          ),
        ]),
    ...stalled.map((follower) =>
      labelled('STALLED', colours.red(describeStalled(follower)), colours),
    ),
  ];
}

function groupLines({ groups, paces }: QueueFigures, colours: Colours): readonly string[] {
  if (groups.length === 0) return ['no consumer has joined yet'];
  const lines = paceTable(groups, paces).split('\n');
  return lines.map((line, index) => (index === 0 ? colours.bold(line) : line));
}

function tableLines(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  { dim }: Colours,
): readonly string[] {
  return plainTable(head, rows)
    .split('\n')
    .map((line, index) => (index === 0 ? dim(line) : line));
}

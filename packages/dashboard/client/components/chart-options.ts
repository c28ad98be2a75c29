import type uPlot from 'uplot';

export interface ChartLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Whether the line goes on over times without a value. */
  readonly spansGaps?: boolean;
}

interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly format: (value: number) => string;
  readonly onHover: (index: number | undefined) => void;
}

const colours = 6;
const [minute, hour] = [60, 3_600];

/** The steps between labels of time, in seconds: no finer than what a label tells. */
const timeSteps = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12, 24, 48, 168, 720].map((hours) => hours * hour),
];

/** The colour of the nth line, from the tokens of the theme. */
export function lineColour(nth: number): string {
  return token(`--line-${String((nth % colours) + 1)}`);
}

/** How a chart of these lines looks. */
export function chartOptions(
  lines: readonly ChartLine[],
  { width, height, format, onHover }: ChartLook,
): uPlot.Options {
  const [grid, text] = [token('--rule'), token('--quiet')];
  const axis = { stroke: text, font: '11px system-ui, sans-serif', ticks: { show: false } };
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 28, 0, 0],
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: (_chart, from, to) => roomAround(from, to) },
      y: { range: (_chart, low, high) => [Math.min(0, low), roomAbove(high)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        gap: 9,
        space: 70,
        incrs: timeSteps,
        grid: { show: false },
        values: timeLabels,
      },
      {
        ...axis,
        size: (_chart, labels) => 14 + 6.5 * Math.max(4, ...labelsOf(labels).map(widthOf)),
        space: 28,
        grid: { stroke: grid, width: 1 },
        values: (_chart, ticks) => ticks.map(format),
      },
    ],
    series: [
      {},
      ...lines.map(({ label, values, spansGaps = false }, nth) => ({
        label,
        spanGaps: spansGaps,
        stroke: lineColour(nth),
        width: 1.5,
        points: { show: values.length < 3, size: 5 },
        ...(nth >= colours ? { dash: [4, 3] } : {}),
      })),
    ],
    hooks: {
      setCursor: [({ cursor: { idx } }) => onHover(idx ?? undefined)],
    },
  };
}

/** A flat line at nothing still needs a scale. */
function roomAbove(high: number | null): number {
  return high === null || high <= 0 ? 4 : high * 1.1;
}

/** One point alone still needs a scale: a minute around it. */
function roomAround(from: number, to: number): [number, number] {
  return from === to ? [from - 30, to + 30] : [from, to];
}

/** The chart asks once before it has labels, although its type does not say so. */
function labelsOf(labels: readonly string[] | null): readonly string[] {
  return labels ?? [];
}

function widthOf({ length }: string): number {
  return length;
}

function timeLabels(_chart: uPlot, ticks: readonly number[]): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  return ticks.map((seconds) => {
    const time = new Date(seconds * 1_000);
    const parts = [time.getHours(), time.getMinutes(), ...(span < 300 ? [time.getSeconds()] : [])];
    return parts.map((part) => String(part).padStart(2, '0')).join(':');
  });
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

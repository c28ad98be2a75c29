import type { Area, Panel } from './figure.js';
import { linearScale, readable, type Scale } from './scale.js';
import { element, label } from './svg.js';

/** Values over time; the n-th one is of the n-th second. */
export interface TimeSeries {
  /** The place of its colour in the legend. */
  readonly colour: number;
  readonly values: readonly number[];
}

export interface TimePanelOptions {
  /** What the vertical axis measures, with its unit. */
  readonly title: string;
  readonly series: readonly TimeSeries[];
}

const axisWidth = 56;
const titleHeight = 24;
const axisHeight = 38;
const bodyHeight = 150;
// Values are counts, so that ticks between whole numbers would mean nothing.
const fewestTicks = 4;

/** Lines over the seconds of a run. */
export function timePanel({ title, series }: TimePanelOptions): Panel {
  const seconds = Math.max(1, ...series.map(({ values }) => values.length));
  const most = Math.max(fewestTicks, ...series.flatMap(({ values }) => values));
  return {
    height: titleHeight + bodyHeight + axisHeight,
    draw: ({ width }: Area) => {
      const bottom = titleHeight + bodyHeight;
      const x = linearScale(seconds, { from: axisWidth, to: width - 12 }, 8);
      const y = linearScale(most, { from: bottom, to: titleHeight }, fewestTicks);
      return [
        label(title, { class: 'heading', x: 0, y: 14 }),
        ...horizontalGrid(y, width),
        ...x.ticks.map((tick) =>
          label(readable(tick), {
            class: 'quiet',
            x: x.at(tick),
            y: bottom + 16,
            'text-anchor': 'middle',
          }),
        ),
        label('seconds since the start', {
          class: 'quiet',
          x: (axisWidth + width) / 2,
          y: bottom + 32,
          'text-anchor': 'middle',
        }),
        ...series.map((each) => line(each, x, y)),
      ];
    },
  };
}

function horizontalGrid({ ticks, at }: Scale, width: number): readonly string[] {
  return ticks.flatMap((tick) => [
    element('line', {
      class: tick === 0 ? 'axis' : 'grid',
      x1: axisWidth,
      x2: width - 12,
      y1: at(tick),
      y2: at(tick),
    }),
    label(readable(tick), {
      class: 'quiet',
      x: axisWidth - 8,
      y: at(tick) + 4,
      'text-anchor': 'end',
    }),
  ]);
}

/** A value holds for its whole second. */
function line({ colour, values }: TimeSeries, x: Scale, y: Scale): string {
  const steps = values.map((value, second) => {
    const [from, to, height] = [x.at(second), x.at(second + 1), y.at(value)].map((each) =>
      each.toFixed(1),
    );
    return `${second === 0 ? 'M' : 'L'}${String(from)} ${String(height)}H${String(to)}`;
  });
  return element('path', { class: `line${String(colour)}`, d: steps.join('') });
}

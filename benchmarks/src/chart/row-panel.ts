import type { Area, Panel } from './figure.js';
import { linearScale, logScale, readable, type Scale } from './scale.js';
import { element, label } from './svg.js';

/** One contender's values. */
export interface Row {
  readonly name: string;
  /** One mark for each series, in the order of the legend; undefined if it has none. */
  readonly marks: readonly (Mark | undefined)[];
}

/** A value, and the range that it stands for. */
export interface Mark {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface RowPanelOptions {
  /** What the axis measures, with its unit. */
  readonly title: string;
  readonly rows: readonly Row[];
}

const nameWidth = 200;
const valueWidth = 100;
const titleHeight = 24;
const axisHeight = 22;
const barHeight = 16;
const rowGap = 12;

/** Bars from 0, with a whisker from the lowest to the highest run. */
export function barPanel(options: RowPanelOptions): Panel {
  return rowPanel(options, {
    describe: ({ value }) => readable(value),
    scale: (marks, span) => linearScale(Math.max(0, ...marks.map(({ high }) => high)), span),
    draw: (mark, { at }, y, colour) => [
      element('rect', {
        class: `fill${String(colour)}`,
        x: at(0),
        y: y - barHeight / 2 + 1,
        width: Math.max(1, at(mark.value) - at(0)),
        height: barHeight - 2,
      }),
      whisker(at(mark.low), at(mark.high), y),
    ],
  });
}

/** Points on a logarithmic axis, with a line from the low to the high end of each range. */
export function rangePanel(options: RowPanelOptions): Panel {
  return rowPanel(options, {
    describe: ({ value, high }) => `${readable(value)} to ${readable(high)}`,
    scale: (marks, span) =>
      logScale(
        marks.flatMap(({ low, high }) => [low, high]),
        span,
      ),
    draw: (mark, { at }, y, colour) => [
      element('line', {
        class: `line${String(colour)}`,
        x1: at(mark.low),
        x2: at(mark.high),
        y1: y,
        y2: y,
      }),
      element('circle', { class: `fill${String(colour)}`, cx: at(mark.value), cy: y, r: 5 }),
      element('line', {
        class: `line${String(colour)}`,
        x1: at(mark.high),
        x2: at(mark.high),
        y1: y - 5,
        y2: y + 5,
      }),
    ],
  });
}

interface Drawing {
  readonly describe: (mark: Mark) => string;
  readonly scale: (marks: readonly Mark[], span: { from: number; to: number }) => Scale;
  readonly draw: (mark: Mark, scale: Scale, y: number, colour: number) => readonly string[];
}

function rowPanel({ title, rows }: RowPanelOptions, drawing: Drawing): Panel {
  const heights = rows.map(({ marks }) => marks.length * barHeight + rowGap);
  const bodyHeight = heights.reduce((sum, height) => sum + height, 0);
  return {
    height: titleHeight + bodyHeight + axisHeight,
    draw: ({ width }: Area) => {
      const marks = rows.flatMap((row) => row.marks.filter((mark) => mark !== undefined));
      const axis = drawing.scale(marks, { from: nameWidth, to: width - valueWidth });
      let top = titleHeight;
      const drawn = rows.flatMap((row, index) => {
        const body = drawRow(row, axis, top, drawing);
        top += heights[index] ?? 0;
        return body;
      });
      const heading = label(title, { class: 'heading', x: 0, y: 14 });
      return [heading, ...drawGrid(axis, titleHeight, titleHeight + bodyHeight), ...drawn];
    },
  };
}

function drawRow(
  row: Row,
  axis: Scale,
  top: number,
  { draw, describe }: Drawing,
): readonly string[] {
  const middle = top + (row.marks.length * barHeight + rowGap) / 2;
  return [
    label(row.name, { x: nameWidth - 10, y: middle + 4, 'text-anchor': 'end' }),
    ...row.marks.flatMap((mark, colour) => {
      if (mark === undefined) return [];
      const y = top + rowGap / 2 + (colour + 0.5) * barHeight;
      const value = label(describe(mark), {
        class: 'quiet',
        x: axis.at(mark.high) + 9,
        y: y + 4,
      });
      return [...draw(mark, axis, y, colour), value];
    }),
  ];
}

function drawGrid({ ticks, at }: Scale, top: number, bottom: number): readonly string[] {
  return ticks.flatMap((tick) => [
    element('line', { class: 'grid', x1: at(tick), x2: at(tick), y1: top, y2: bottom }),
    label(readable(tick), { class: 'quiet', x: at(tick), y: bottom + 16, 'text-anchor': 'middle' }),
  ]);
}

function whisker(from: number, to: number, y: number): string {
  if (to - from < 1) return '';
  const ends = [from, to].map((x) => `M${x.toFixed(1)} ${(y - 4).toFixed(1)}v8`).join('');
  return element('path', {
    class: 'whisker',
    d: `M${from.toFixed(1)} ${y.toFixed(1)}H${to.toFixed(1)}${ends}`,
  });
}

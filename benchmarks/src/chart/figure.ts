import { element, label } from './svg.js';
import { chartStyle } from './theme.js';

/** Where a panel may draw: from (0, 0) to (width, height). */
export interface Area {
  readonly width: number;
  readonly height: number;
}

/** A part of a figure with an axis of its own. */
export interface Panel {
  readonly height: number;
  /** The elements of the panel, in the coordinates of its area. */
  readonly draw: (area: Area) => readonly string[];
}

/** What a figure shows. */
export interface Figure {
  readonly title: string;
  /** One sentence below the title: what was measured, and where. */
  readonly subtitle: string;
  /** The names of the series, in the order of their colours; none if the rows say it all. */
  readonly legend: readonly string[];
  readonly panels: readonly Panel[];
}

const width = 860;
const margin = 24;
const headHeight = 74;
const legendHeight = 26;
const panelGap = 18;
const characterWidth = 7.2;

/** Draws a figure as an SVG document that fits a light and a dark page. */
export function drawFigure({ title, subtitle, legend, panels }: Figure): string {
  const inner = width - 2 * margin;
  let y = headHeight + (legend.length > 0 ? legendHeight : 0);
  const drawn = panels.map(({ height, draw }) => {
    const place = `translate(${String(margin)} ${String(y)})`;
    y += height + panelGap;
    return element('g', { transform: place }, ...draw({ width: inner, height }));
  });
  const size = { width, height: y, viewBox: `0 0 ${String(width)} ${String(y)}` };
  return `${element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img', 'aria-label': title },
    element('style', {}, chartStyle()),
    element('rect', { class: 'page', width, height: y }),
    label(title, { class: 'title', x: margin, y: 34 }),
    label(subtitle, { class: 'quiet', x: margin, y: 56 }),
    ...drawLegend(legend),
    ...drawn,
  )}\n`;
}

function drawLegend(names: readonly string[]): readonly string[] {
  let x = margin;
  return names.flatMap((name, index) => {
    const key = element('rect', {
      class: `fill${String(index)}`,
      x,
      y: headHeight - 6,
      width: 12,
      height: 12,
      rx: 2,
    });
    const text = label(name, { x: x + 18, y: headHeight + 5 });
    x += 42 + name.length * characterWidth;
    return [key, text];
  });
}

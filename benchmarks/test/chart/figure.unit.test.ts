import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../src/chart/figure.js';
import { barPanel, rangePanel } from '../../src/chart/row-panel.js';
import { timePanel } from '../../src/chart/time-panel.js';

const bars = barPanel({
  title: 'orders a second',
  rows: [
    { name: 'a <fast> one', marks: [{ value: 30, low: 20, high: 40 }, undefined] },
    { name: 'half of it', marks: [{ value: 15, low: 15, high: 15 }, undefined] },
  ],
});
const ranges = rangePanel({
  title: 'time in ms',
  rows: [{ name: 'a', marks: [{ value: 1, low: 1, high: 100 }] }],
});
const times = timePanel({ title: 'in a second', series: [{ colour: 1, values: [0, 8, 4] }] });

const drawn = drawFigure({
  title: 'Fish & chips',
  subtitle: 'on 2 cores',
  legend: ['accepted', 'persisted'],
  panels: [bars, ranges, times],
});

const numbers = (pattern: RegExp): readonly number[] =>
  [...drawn.matchAll(pattern)].map(([, value]) => Number(value));

describe('a chart', () => {
  it('names what it shows, the units and the series', () => {
    for (const text of [
      'Fish &amp; chips',
      'on 2 cores',
      'orders a second',
      'time in ms',
      'accepted',
      'a &lt;fast&gt; one',
    ]) {
      expect(drawn).toContain(`>${text}<`);
    }
  });

  it('has bars as long as their values', () => {
    const [whole = 0, half = 0] = numbers(/class="fill0" x="200" y="[\d.]+" width="([\d.]+)"/g);
    expect(whole / half).toBeCloseTo(2, 1);
  });

  it('shows the range of the runs, and none for a single value', () => {
    expect(drawn.match(/class="whisker"/g)).toHaveLength(1);
    expect(drawn).toContain('>1 to 100<');
  });

  it('draws a step for each second, the higher value higher up', () => {
    const [, path = ''] = /class="line1" d="([^"]+)"/.exec(drawn) ?? [];
    const heights = [...path.matchAll(/[ML][\d.]+ ([\d.]+)H/g)].map(([, y]) => Number(y));
    expect(heights).toHaveLength(3);
    expect(heights[1]).toBeLessThan(heights[2] ?? 0);
    expect(heights[2]).toBeLessThan(heights[0] ?? 0);
  });

  it('is as high as its panels, and readable on dark pages too', () => {
    const [height = 0] = numbers(/^<svg [^>]*height="(\d+)"/g);
    expect(height).toBeGreaterThan(bars.height + ranges.height + times.height);
    expect(drawn).toContain('@media (prefers-color-scheme: dark)');
    expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
  });
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { linearScale, logScale, readable } from '../../src/chart/scale.js';

const span = { from: 200, to: 760 };
const amount = fc.double({ min: 1e-3, max: 1e7, noNaN: true });

describe('a linear axis', () => {
  test.prop([amount])(
    'starts at 0, ends at or above the largest value, and has few round ticks',
    (most) => {
      const { ticks, at } = linearScale(most, span);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-6));
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(at(0)).toBe(span.from);
      expect(at(ticks.at(-1) ?? 0)).toBeCloseTo(span.to);
      const step = Number(
        ((ticks[1] ?? 0) / 10 ** Math.floor(Math.log10(ticks[1] ?? 1))).toPrecision(3),
      );
      expect([1, 2, 5, 10]).toContain(step);
    },
  );

  test.prop([amount, fc.double({ min: 0, max: 1, noNaN: true })])(
    'keeps every value inside',
    (most, share) => {
      const place = linearScale(most, span).at(most * share);
      expect(place).toBeGreaterThanOrEqual(span.from);
      expect(place).toBeLessThanOrEqual(span.to + 1e-6);
    },
  );
});

describe('a logarithmic axis', () => {
  test.prop([fc.array(amount, { minLength: 1, maxLength: 20 })])(
    'has powers of ten around all values, in order',
    (values) => {
      const { ticks, at } = logScale(values, span);
      for (const value of values) {
        expect(at(value)).toBeGreaterThanOrEqual(span.from - 1e-6);
        expect(at(value)).toBeLessThanOrEqual(span.to + 1e-6);
      }
      for (const tick of ticks) expect(Math.log10(tick)).toBeCloseTo(Math.round(Math.log10(tick)));
      const sorted = values.toSorted((a, b) => a - b).map(at);
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
    },
  );

  test.prop([amount])('has the same distance between any two ticks', (value) => {
    const { ticks, at } = logScale([value], span);
    const distances = ticks.slice(1).map((tick, index) => at(tick) - at(ticks[index] ?? 1));
    for (const distance of distances) expect(distance).toBeCloseTo(distances[0] ?? 0);
  });
});

test.each([
  [0, '0'],
  [0.14321, '0.143'],
  [12.34, '12.3'],
  [999.6, '1000'],
  [21_531, '21,530'],
  [1_000_000, '1,000,000'],
])('%d is written as %s', (value, text) => {
  expect(readable(value)).toBe(text);
});

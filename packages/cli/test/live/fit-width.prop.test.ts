import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitWidth, widthOf } from '../../src/live/fit-width.js';

const pieces = fc.array(
  fc.constantFrom('orders', ' ', '주문', '商品', '😀', '\u001b[33m', '\u001b[39m', '2,000'),
);

it('never takes more columns than there are, and keeps what fits', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 40 }), (parts, columns) => {
      const text = parts.join('');
      const fitting = fitWidth(text, columns);
      expect(widthOf(fitting)).toBeLessThanOrEqual(columns);
      if (widthOf(text) <= columns) expect(fitting).toBe(text);
      else expect(fitting).toContain('…');
    }),
  );
});

it('counts two columns for a Korean character and none for a colour', () => {
  expect(widthOf('\u001b[1m주문\u001b[22m 2')).toBe(6);
  expect(fitWidth('주문 2,000', 5)).toBe('주문…');
});

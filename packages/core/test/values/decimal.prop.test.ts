import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, canonicalDecimal, compareDecimals } from '../../src/values/decimal.js';

const scaled = fc.record({
  units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  scale: fc.integer({ min: 0, max: 20 }),
});

const whole = (units: bigint) => ({ units, scale: 0 });

/** Exponent notation, so that the text is nowhere near its canonical form. */
function written({ units, scale }: { units: bigint; scale: number }): string {
  return `${String(units)}e-${String(scale)}`;
}

function canonical(value: unknown): string {
  const text = canonicalDecimal(value);
  if (text === undefined) throw new Error(`${String(value)} is no decimal`);
  return text;
}

describe('canonical decimals', () => {
  it.each([
    [13.37, '13.37'],
    ['13.370', '13.37'],
    [521500, '521500'],
    ['0521500.', '521500'],
    ['.5', '0.5'],
    [-0, '0'],
    ['-0.000', '0'],
    ['+1', '1'],
    [1e21, '1000000000000000000000'],
    [5e-7, '0.0000005'],
    [0.1 + 0.2, '0.30000000000000004'],
    ['-12.34e3', '-12340'],
    ['120e-2', '1.2'],
    ['0e9999999', '0'],
  ])('%s is %s', (value, text) => {
    expect(canonicalDecimal(value)).toBe(text);
  });

  it.each(['', '.', '-', '1,5', ' 1', '0x10', 'NaN', '1e', Number.NaN, Infinity, null, true, 1n])(
    '%s is none',
    (value) => {
      expect(canonicalDecimal(value)).toBeUndefined();
    },
  );

  it('have the limits of SQL stores', () => {
    expect(canonicalDecimal('1e131071')).toHaveLength(131_072);
    expect(canonicalDecimal('1e131072')).toBeUndefined();
    expect(canonicalDecimal('1e-16383')).toHaveLength('0.'.length + 16_383);
    expect(canonicalDecimal('1e-16384')).toBeUndefined();
  });

  it('are fixed points, and read back as the number they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = canonical(value);
        expect(canonicalDecimal(text)).toBe(text);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('add as integers of the smallest unit do', () => {
    fc.assert(
      fc.property(scaled, scaled, (one, other) => {
        const scale = Math.max(one.scale, other.scale);
        const units =
          one.units * 10n ** BigInt(scale - one.scale) +
          other.units * 10n ** BigInt(scale - other.scale);
        const sum = addDecimals(canonical(written(one)), canonical(written(other)));
        expect(sum).toBe(canonical(written({ units, scale })));
      }),
    );
  });

  it('compare as their difference says', () => {
    fc.assert(
      fc.property(scaled, scaled, (one, other) => {
        const difference = addDecimals(
          canonical(written(one)),
          canonical(written({ ...other, units: -other.units })),
        );
        const sign = difference === '0' ? 0 : difference.startsWith('-') ? -1 : 1;
        const order = compareDecimals(canonical(written(one)), canonical(written(other)));
        expect(Math.sign(order)).toBe(sign);
      }),
      // Whole numbers of a few digits are compared in another way, and seldom drawn.
      {
        examples: [
          [whole(7n), whole(3n)],
          [whole(-7n), whole(3n)],
          [whole(7n), whole(7n)],
        ],
      },
    );
  });
});

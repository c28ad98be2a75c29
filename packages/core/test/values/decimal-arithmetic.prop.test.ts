import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  canonicalDecimal,
  compareDecimals,
  fixedDecimal,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  subtractDecimals,
  type RoundingRule,
} from '@foldmart/core';

interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

const scaled: fc.Arbitrary<Scaled> = fc.record({
  units: fc.oneof(
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.bigInt({ min: -1_000n, max: 1_000n }),
  ),
  scale: fc.integer({ min: 0, max: 20 }),
});
const scales = fc.integer({ min: 0, max: 12 });
const rules: readonly RoundingRule[] = [
  'half-even',
  'half-up',
  'half-down',
  'up',
  'down',
  'ceiling',
  'floor',
];
const anyRule = fc.constantFrom(...rules);

function text({ units, scale }: Scaled): string {
  const canonical = canonicalDecimal(`${String(units)}e-${String(scale)}`);
  if (canonical === undefined) throw new Error('no decimal');
  return canonical;
}

function unitsAt({ units, scale }: Scaled, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}

describe('decimal arithmetic', () => {
  it('multiplies and subtracts as whole numbers are', () => {
    fc.assert(
      fc.property(scaled, scaled, (one, other) => {
        const product = { units: one.units * other.units, scale: one.scale + other.scale };
        expect(multiplyDecimals(text(one), text(other))).toBe(text(product));
        const scale = Math.max(one.scale, other.scale);
        const difference = { units: unitsAt(one, scale) - unitsAt(other, scale), scale };
        expect(subtractDecimals(text(one), text(other))).toBe(text(difference));
      }),
    );
  });

  it('negates: a decimal and its negative make zero', () => {
    fc.assert(
      fc.property(scaled, (decimal) => {
        expect(addDecimals(text(decimal), negateDecimal(text(decimal)))).toBe('0');
      }),
    );
  });

  it('rounds to the nearest multiple that the rule names', () => {
    fc.assert(
      fc.property(scaled, scales, anyRule, (decimal, scale, rule) => {
        const finest = Math.max(decimal.scale, scale);
        const [exact, step] = [unitsAt(decimal, finest), 10n ** BigInt(finest - scale)];
        expect(roundDecimal(text(decimal), scale, rule)).toBe(
          text({ units: nearest(exact, step, rule), scale }),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('rounds no further than one step, and what is round already not at all', () => {
    fc.assert(
      fc.property(scaled, scales, anyRule, (decimal, scale, rule) => {
        const rounded = roundDecimal(text(decimal), scale, rule);
        const error = subtractDecimals(rounded, text(decimal)).replace('-', '');
        expect(compareDecimals(error, text({ units: 1n, scale }))).toBeLessThan(0);
        for (const other of rules) expect(roundDecimal(rounded, scale, other)).toBe(rounded);
      }),
    );
  });

  it('keeps its scale: as many digits behind the point, and the same value', () => {
    fc.assert(
      fc.property(scaled, scales, anyRule, (decimal, scale, rule) => {
        const fixed = fixedDecimal(text(decimal), scale, rule);
        expect(fixed).toMatch(
          scale === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${String(scale)}}$`),
        );
        expect(canonicalDecimal(fixed)).toBe(roundDecimal(text(decimal), scale, rule));
      }),
    );
  });

  it.each<readonly [string, number, readonly string[]]>([
    ['2.5', 0, ['2', '3', '2', '3', '2', '3', '2']],
    ['-2.5', 0, ['-2', '-3', '-2', '-3', '-2', '-2', '-3']],
    ['1.15', 1, ['1.2', '1.2', '1.1', '1.2', '1.1', '1.2', '1.1']],
    ['-0.001', 2, ['0', '0', '0', '-0.01', '0', '0', '-0.01']],
  ])('rounds %s to %d digits by each rule', (decimal, scale, expected) => {
    expect(rules.map((rule) => roundDecimal(decimal, scale, rule))).toEqual(expected);
  });

  it('takes numbers, and text that is not canonical', () => {
    expect(multiplyDecimals(0.1, '3.00')).toBe('0.3');
    expect(fixedDecimal('13.3', 2, 'half-even')).toBe('13.30');
    expect(fixedDecimal('-0.004', 2, 'half-even')).toBe('0.00');
  });

  it('refuses values that are not decimals, and invalid scales', () => {
    expect(() => multiplyDecimals('1,5', 1)).toThrow(RangeError);
    expect(() => subtractDecimals(Number.NaN, 1)).toThrow(RangeError);
    expect(() => negateDecimal('')).toThrow(RangeError);
    for (const scale of [-1, 0.5, 16_384, Number.NaN]) {
      expect(() => roundDecimal(1, scale, 'up')).toThrow(RangeError);
    }
  });
});

/** The multiple of `step` that a rule chooses, found by comparing both neighbours. */
function nearest(exact: bigint, step: bigint, rule: RoundingRule): bigint {
  const floored = (exact - (((exact % step) + step) % step)) / step;
  const [below, above] = [floored, floored * step === exact ? floored : floored + 1n];
  const [inner, outer] = exact < 0n ? [above, below] : [below, above];
  const [toInner, toOuter] = [absolute(exact - inner * step), absolute(outer * step - exact)];
  const half = (tie: bigint): bigint => {
    if (toInner === toOuter) return tie;
    return toInner < toOuter ? inner : outer;
  };
  const chosen: Record<RoundingRule, bigint> = {
    up: outer,
    down: inner,
    ceiling: above,
    floor: below,
    'half-up': half(outer),
    'half-down': half(inner),
    'half-even': half(inner % 2n === 0n ? inner : outer),
  };
  return chosen[rule];
}

function absolute(units: bigint): bigint {
  return units < 0n ? -units : units;
}

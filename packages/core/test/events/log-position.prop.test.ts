import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { compareLogPositions, isValidationError } from '@foldmart/core';

const numbers = fc.array(fc.bigInt({ min: 0n, max: 2n ** 65n }), { minLength: 3, maxLength: 3 });

describe('positions of a log', () => {
  it.prop([numbers, numbers])('compare number by number, from left to right', (one, other) => {
    const compared = compareLogPositions(one.join('.'), other.join('.'));
    expect(Math.sign(compared)).toBe(expectedSign(one, other));
  });

  it.prop([numbers])('are equal to themselves, with or without leading zeros', (one) => {
    expect(compareLogPositions(one.join('.'), one.map((n) => `00${String(n)}`).join('.'))).toBe(0);
  });

  it.each(['', '1.', '.1', '1..2', '-1', '1.a', ' 1', '1e3'])('are not %j', (text) => {
    expect(() => compareLogPositions('1.1', text)).toThrow(
      expect.toSatisfy(isValidationError) as Error,
    );
  });
});

function expectedSign(one: readonly bigint[], other: readonly bigint[]): number {
  const first = one.findIndex((number, nth) => number !== other[nth]);
  if (first < 0) return 0;
  return (one[first] ?? 0n) < (other[first] ?? 0n) ? -1 : 1;
}

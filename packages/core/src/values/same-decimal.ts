import { withoutLeadingZeros, withoutTrailingZeros } from './digits.js';

/** Digits without zeros at their ends, times 10^`exponent`. */
interface Scientific {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const pattern = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether two texts of JSON numbers have the same value. Takes time in proportion to their lengths, whatever their exponents. */
export function isSameDecimal(one: string, other: string): boolean {
  const [left, right] = [toScientific(one), toScientific(other)];
  if (left === undefined || right === undefined) return false;
  if (left.digits === '' || right.digits === '') return left.digits === right.digits;
  return (
    left.isNegative === right.isNegative &&
    left.digits === right.digits &&
    left.exponent === right.exponent
  );
}

function toScientific(text: string): Scientific | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const written = whole + fraction;
  const kept = withoutTrailingZeros(written);
  return {
    isNegative: sign === '-',
    digits: withoutLeadingZeros(kept),
    exponent: Number(exponent) - fraction.length + written.length - kept.length,
  };
}

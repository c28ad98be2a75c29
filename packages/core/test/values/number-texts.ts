import fc from 'fast-check';

/** Any number that JSON can write, with many near the limits of a double. */
export const numberTexts = fc.oneof(
  fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,4})?$/),
  fc.stringMatching(/^-?[1-9]\d{14,17}$/),
  fc.stringMatching(/^-?0\.\d{14,18}$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '0e999',
    '1e308',
    '1e309',
    '5e-324',
    '2e-324',
    '1.50',
    '13.370',
  ),
);

/** An independent comparison: both texts as fractions of whole numbers. */
export function isEqual(one: string, other: string): boolean {
  const [left, right] = [fraction(one), fraction(other)];
  return left.units * right.divisor === right.units * left.divisor;
}

function fraction(text: string): { readonly units: bigint; readonly divisor: bigint } {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', digits = ''] = mantissa.split('.');
  const power = Number(exponent) - digits.length;
  const units = BigInt(whole.replace('-', '') + digits) * (mantissa.startsWith('-') ? -1n : 1n);
  return power >= 0
    ? { units: units * 10n ** BigInt(power), divisor: 1n }
    : { units, divisor: 10n ** BigInt(-power) };
}

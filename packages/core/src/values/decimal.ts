import { withoutLeadingZeros, withoutTrailingZeros } from './digits.js';

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,7}))?$/;
const maxWholeDigits = 131_072;
const maxFractionDigits = 16_383;

/**
 * The canonical text of a decimal number: no exponent, no `+`, no needless zeros, `0` for every zero. Takes decimal text, or
 * a number, whose shortest text counts. Undefined if it is no decimal, or has more digits than SQL stores hold: 131,072
 * before the point, 16,383 behind it.
 */
export function canonicalDecimal(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? fromText(String(value)) : undefined;
  return typeof value === 'string' ? fromText(value) : undefined;
}

/** The exact sum of two canonical decimals, in canonical form. */
export function addDecimals(one: string, other: string): string {
  if (isShortWhole(one) && isShortWhole(other)) return String(Number(one) + Number(other));
  const scale = Math.max(scaleOf(one), scaleOf(other));
  return toDecimalText(unitsOf(one, scale) + unitsOf(other, scale), scale);
}

/** Below zero if `one` is the smaller of two canonical decimals, zero if they are equal, else above. */
export function compareDecimals(one: string, other: string): number {
  if (isShortWhole(one) && isShortWhole(other)) return Number(one) - Number(other);
  const scale = Math.max(scaleOf(one), scaleOf(other));
  const [left, right] = [unitsOf(one, scale), unitsOf(other, scale)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function fromText(text: string): string | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const written = whole + fraction;
  if (written === '') return undefined;
  const digits = withoutLeadingZeros(written);
  const point = whole.length - (written.length - digits.length) + Number(exponent);
  const significant = withoutTrailingZeros(digits);
  if (significant === '') return '0';
  if (point > maxWholeDigits || significant.length - point > maxFractionDigits) return undefined;
  return (sign === '-' ? '-' : '') + placePoint(significant, point);
}

/** Whether a canonical decimal is a whole number that a JavaScript number holds, as are sums of two of them. */
function isShortWhole(decimal: string): boolean {
  return decimal.length <= 15 && !decimal.includes('.');
}

/** `point` is the number of digits before the point; below zero, zeros stand between. */
function placePoint(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The number of digits behind the point. */
export function scaleOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

/** A canonical decimal as a whole number of 10^-`scale`; `scale` is at least its own. */
export function unitsOf(decimal: string, scale: number): bigint {
  return BigInt(decimal.replace('.', '') + '0'.repeat(scale - scaleOf(decimal)));
}

/** So many 10^-`scale` as a canonical decimal. */
export function toDecimalText(units: bigint, scale: number): string {
  const isNegative = units < 0n;
  const digits = String(isNegative ? -units : units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const fraction = withoutTrailingZeros(digits.slice(point));
  const text = fraction === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
  return isNegative ? `-${text}` : text;
}

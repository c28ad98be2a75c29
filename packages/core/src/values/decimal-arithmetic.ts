import { canonicalDecimal, scaleOf, toDecimalText, unitsOf } from './decimal.js';

/** A decimal as domains write it: text such as `13.30`, or a number, whose shortest text counts. */
export type DecimalInput = string | number;

/**
 * How to round a value between two neighbours. `up` is away from zero and `down` towards it; `ceiling` and `floor` are
 * towards plus and minus infinity. The `half-` rules take the nearer neighbour, and from the middle the one that is even,
 * away from zero, or towards it.
 */
export type RoundingRule =
  'half-even' | 'half-up' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor';

const maxScale = 16_383;

/** The exact product, in canonical form. Throws RangeError for what is no decimal. */
export function multiplyDecimals(one: DecimalInput, other: DecimalInput): string {
  const [left, right] = [toDecimal(one), toDecimal(other)];
  return toDecimalText(left.units * right.units, left.scale + right.scale);
}

/** The exact difference, in canonical form. Throws RangeError for what is no decimal. */
export function subtractDecimals(one: DecimalInput, other: DecimalInput): string {
  const [left, right] = [canonical(one), canonical(other)];
  const scale = Math.max(scaleOf(left), scaleOf(right));
  return toDecimalText(unitsOf(left, scale) - unitsOf(right, scale), scale);
}

/** The same amount with the other sign, in canonical form. Throws RangeError for what is no decimal. */
export function negateDecimal(decimal: DecimalInput): string {
  const { units, scale } = toDecimal(decimal);
  return toDecimalText(-units, scale);
}

/**
 * Rounds to `scale` digits behind the point, in canonical form.
 *
 * @throws RangeError for what is no decimal, and for a scale that is no whole number from 0 to 16,383.
 * @example
 * roundDecimal(multiplyDecimals('19.99', '0.175'), 2, 'half-even'); // '3.5', of 3.49825
 */
export function roundDecimal(decimal: DecimalInput, scale: number, rule: RoundingRule): string {
  return toDecimalText(roundedUnits(decimal, scale, rule), scale);
}

/**
 * Rounds as {@link roundDecimal} does, and keeps all `scale` digits behind the point.
 *
 * @throws RangeError for what is no decimal, and for a scale that is no whole number from 0 to 16,383.
 * @example
 * fixedDecimal('13.3', 2, 'half-even'); // '13.30'
 */
export function fixedDecimal(decimal: DecimalInput, scale: number, rule: RoundingRule): string {
  const units = roundedUnits(decimal, scale, rule);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0n ? `-${text}` : text;
}

function roundedUnits(decimal: DecimalInput, scale: number, rule: RoundingRule): bigint {
  if (!Number.isSafeInteger(scale) || scale < 0 || scale > maxScale) {
    throw new RangeError(`A scale of ${String(scale)} is no whole number from 0 to 16,383.`);
  }
  const { units, scale: own } = toDecimal(decimal);
  if (own <= scale) return units * 10n ** BigInt(scale - own);
  const divisor = 10n ** BigInt(own - scale);
  const [whole, rest] = [units / divisor, units % divisor];
  if (rest === 0n) return whole;
  const away = units < 0n ? -1n : 1n;
  return isAway(rule, { whole, rest, divisor }) ? whole + away : whole;
}

interface Division {
  /** Towards zero. */
  readonly whole: bigint;
  /** With the sign of what was divided; not zero. */
  readonly rest: bigint;
  readonly divisor: bigint;
}

/** Whether a value between two neighbours goes to the one that is further from zero. */
function isAway(rule: RoundingRule, { whole, rest, divisor }: Division): boolean {
  const isNegative = rest < 0n;
  const twice = 2n * (isNegative ? -rest : rest);
  switch (rule) {
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return !isNegative;
    case 'floor':
      return isNegative;
    case 'half-up':
      return twice >= divisor;
    case 'half-down':
      return twice > divisor;
    case 'half-even':
      return twice > divisor || (twice === divisor && whole % 2n !== 0n);
  }
}

function toDecimal(decimal: DecimalInput): { readonly units: bigint; readonly scale: number } {
  const text = canonical(decimal);
  const scale = scaleOf(text);
  return { units: unitsOf(text, scale), scale };
}

function canonical(decimal: DecimalInput): string {
  const text = canonicalDecimal(decimal);
  if (text === undefined) throw new RangeError(`${JSON.stringify(decimal)} is no decimal.`);
  return text;
}

/*
 * ECMAScript leaves the last digits of Math.exp, Math.log and Math.pow to the engine, and engines call the C library of
 * the machine. These functions use only operations that IEEE 754 rounds exactly, so every machine gets the same bits.
 * They follow e_exp.c and e_log.c of fdlibm.
 */

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

const expTerms = [
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5,
  -1.6533902205465251539e-6, 4.13813679705723846039e-8,
] as const;

/** e to the power of `x`, within one unit in the last place; the same bits on every machine. */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.7) return Number.POSITIVE_INFINITY;
  if (x < -708) return 0;
  const twos = Math.round(x / Math.LN2);
  const high = x - twos * ln2High;
  const low = twos * ln2Low;
  const rest = high - low;
  const square = rest * rest;
  const [p1, p2, p3, p4, p5] = expTerms;
  const c = rest - square * (p1 + square * (p2 + square * (p3 + square * (p4 + square * p5))));
  return scaledByTwos(1 - (low - (rest * c) / (2 - c) - high), twos);
}

const logTerms = [
  6.66666666666673513e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860511658591e-1,
] as const;

/** The natural logarithm of a finite number above 0, within one unit in the last place; the same bits on every machine. */
export function portableLog(x: number): number {
  let [mantissa, twos] = [x, 0];
  for (; mantissa >= Math.SQRT2; mantissa /= 2) twos += 1;
  for (; mantissa < Math.SQRT1_2; mantissa *= 2) twos -= 1;
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  let series = 0;
  for (const term of logTerms.toReversed()) series = z * (term + series);
  const half = 0.5 * f * f;
  return twos * ln2High - (half - (s * (half + series) + twos * ln2Low) - f);
}

/** `base` above 0 to any power; the same bits on every machine. */
export function portablePower(base: number, exponent: number): number {
  return portableExp(exponent * portableLog(base));
}

/** Doubling and halving are exact. */
function scaledByTwos(value: number, twos: number): number {
  let scaled = value;
  for (let left = twos; left > 0; left -= 1) scaled *= 2;
  for (let left = twos; left < 0; left += 1) scaled /= 2;
  return scaled;
}

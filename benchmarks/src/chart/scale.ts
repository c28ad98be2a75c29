/** Values of an axis and where they are. */
export interface Scale {
  readonly ticks: readonly number[];
  /** The place of a value, in pixels. */
  readonly at: (value: number) => number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const niceSteps = [1, 2, 5, 10];

/** An axis from 0 to at least `most`, with about `count` round ticks. */
export function linearScale(most: number, { from, to }: Span, count = 5): Scale {
  const step = roundStep(Math.max(most, Number.MIN_VALUE) / count);
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  const end = steps * step;
  return {
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
    at: (value) => from + (value / end) * (to - from),
  };
}

/** An axis whose ticks are the powers of ten around the values. The values are above 0. */
export function logScale(values: readonly number[], { from, to }: Span): Scale {
  const positive = values.filter((value) => value > 0);
  const first = Math.floor(Math.log10(Math.min(...positive, 1)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...positive, 1e-9))));
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
    at: (value) => {
      const share = (Math.log10(Math.max(value, 10 ** first)) - first) / (last - first);
      return from + share * (to - from);
    },
  };
}

function roundStep(raw: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = niceSteps.find((nice) => nice * magnitude >= raw * (1 - 1e-9)) ?? 10;
  return step * magnitude;
}

/** A number with three significant digits, and thousands set apart: `21,500`, `0.143`. */
export function readable(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1_000)
    return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 0 });
  return String(Number(value.toPrecision(3)));
}

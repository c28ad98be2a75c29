import { build, type Histogram } from 'hdr-histogram-js';

/** Percentiles of durations, in milliseconds. */
export interface LatencySummary {
  readonly count: number;
  /** The first measurement. */
  readonly first: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Collects durations with three significant digits. */
export class Latencies {
  readonly #histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000,
    numberOfSignificantValueDigits: 3,
  });
  #firstMs = 0;

  add(durationMs: number): void {
    if (this.#histogram.totalCount === 0) this.#firstMs = durationMs;
    this.#histogram.recordValue(Math.max(1, Math.round(durationMs * 1_000)));
  }

  summary(): LatencySummary {
    const percentile = (rank: number): number => toMs(this.#histogram.getValueAtPercentile(rank));
    const count = this.#histogram.totalCount;
    return {
      count,
      first: toMs(this.#firstMs * 1_000),
      mean: count === 0 ? 0 : toMs(this.#histogram.mean),
      p50: percentile(50),
      p90: percentile(90),
      p99: percentile(99),
      max: count === 0 ? 0 : toMs(this.#histogram.maxValue),
    };
  }
}

function toMs(micros: number): number {
  return Math.round(micros / 10) / 100;
}

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
  #longestMs = 0;

  add(durationMs: number): void {
    if (this.#histogram.totalCount === 0) this.#firstMs = durationMs;
    this.#longestMs = Math.max(this.#longestMs, durationMs);
    this.#histogram.recordValue(Math.max(1, Math.round(durationMs * 1_000)));
  }

  summary(): LatencySummary {
    const count = this.#histogram.totalCount;
    const longest = toMs(this.#longestMs * 1_000);
    // The histogram rounds up to the end of a bucket, which may be beyond every measurement.
    const bounded = (micros: number): number => Math.min(longest, toMs(micros));
    const percentile = (rank: number): number =>
      bounded(this.#histogram.getValueAtPercentile(rank));
    return {
      count,
      first: toMs(this.#firstMs * 1_000),
      mean: count === 0 ? 0 : bounded(this.#histogram.mean),
      p50: percentile(50),
      p90: percentile(90),
      p99: percentile(99),
      max: longest,
    };
  }
}

function toMs(micros: number): number {
  return Math.round(micros / 10) / 100;
}

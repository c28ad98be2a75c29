import type { Clock } from '@foldmart/core';

/** The timestamp of records without one. Brokers accept it at any time. */
export const NO_TIMESTAMP = -1;

/** Kafka's default of `message.timestamp.after.max.ms`: how far ahead of a broker a timestamp may be. */
const DEFAULT_AHEAD_MS = 3_600_000;
/** A change of the clock by more than this means that it was set. */
const CLOCK_SET_MS = 60_000;
/** A broker that refuses a time this near to its own would refuse any other. */
const NEAR_MS = 1_000;
const RANGE = /within \[(-?\d+), (-?\d+)\]/;

type Correction = {
  /** Undefined if records are sent without a timestamp. */
  readonly shiftMs: number | undefined;
  /** How the clock related to monotonic time. */
  readonly clockOffsetMs: number;
};

/**
 * The timestamps of the records for one partition: the time of this process, unless the broker refused it. A refusal
 * states the range that the broker accepts, from which the broker's time follows. The correction ends when the clock
 * is set.
 */
export class RecordTime {
  readonly #clock: Clock;
  #correction: Correction | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    const now = this.#clock.now();
    const correction = this.#correction;
    if (correction === undefined) return now;
    if (Math.abs(this.#clockOffsetMs() - correction.clockOffsetMs) > CLOCK_SET_MS) {
      this.#correction = undefined;
      return now;
    }
    return correction.shiftMs === undefined ? NO_TIMESTAMP : now + correction.shiftMs;
  }

  /**
   * The broker refused `timestampMs`, with this explanation. If it states no range, or refuses its own time, records
   * are sent without a timestamp. False if that was refused too.
   */
  correct(timestampMs: number, explanation: string): boolean {
    if (timestampMs === NO_TIMESTAMP) return false;
    const brokerMs = brokerTimeIn(explanation);
    const isKnown = brokerMs !== undefined && Math.abs(brokerMs - timestampMs) > NEAR_MS;
    this.#correction = {
      shiftMs: isKnown ? brokerMs - this.#clock.now() : undefined,
      clockOffsetMs: this.#clockOffsetMs(),
    };
    return true;
  }

  #clockOffsetMs(): number {
    return this.#clock.now() - this.#clock.monotonic();
  }
}

/** The broker's time, if its settings are the default ones; else a time that it accepts. */
function brokerTimeIn(explanation: string): number | undefined {
  const [, earliest, latest] = RANGE.exec(explanation) ?? [];
  if (earliest === undefined || latest === undefined) return undefined;
  return Math.max(Number(latest) - DEFAULT_AHEAD_MS, Number(earliest));
}

/** One sentence about a port's behaviour, and the program that finds out whether it is true. */
export interface ConformanceCase<Harness> {
  /** Reads as a sentence; unique within its suite. */
  readonly name: string;
  /** Rejects with an AssertionError that says what was seen instead. */
  readonly run: (harness: Harness) => Promise<void>;
  /** Longer than usual where a case needs it. */
  readonly timeoutMs?: number;
}

/** All that a port's contract demands of any adapter. */
export interface ConformanceSuite<Harness> {
  readonly port: string;
  readonly cases: readonly ConformanceCase<Harness>[];
}

/** One sentence about the behaviour of a port, and the function that checks it. */
export interface ConformanceCase<Harness> {
  /** A sentence, unique within its suite. */
  readonly name: string;
  /** Rejects with an AssertionError that says what was seen instead. */
  readonly run: (harness: Harness) => Promise<void>;
  /** The time limit of a case that needs more than the default of the runner. */
  readonly timeoutMs?: number;
}

/** The contract of a port: every case that an adapter must pass. */
export interface ConformanceSuite<Harness> {
  readonly port: string;
  readonly cases: readonly ConformanceCase<Harness>[];
}

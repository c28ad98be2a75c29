import type { FaultCoverage } from '../faults/coverage.js';
import type { Tape } from '../tape/tape.js';
import type { RunLog } from '../trace/run-log.js';

/** What did not hold in a run. */
export interface RunFailure {
  /** The oracle that found it. */
  readonly oracle: string;
  readonly detail: string;
  /** Virtual milliseconds since the start. */
  readonly atMs: number;
  /** How many lines the trace had when it was last seen to hold; absent if it is only looked at in the end. */
  readonly heldLines?: number;
}

/** A finished run. */
export interface RunResult {
  readonly failure: RunFailure | undefined;
  /** What was decided; it repeats the run. */
  readonly tape: Tape;
  readonly log: RunLog;
  readonly steps: number;
  /** Calls of ports. */
  readonly calls: number;
  readonly virtualMs: number;
  /** Virtual milliseconds from the last fault until everything had drained, by the second; undefined if it had not. */
  readonly drainedMs: number | undefined;
  /** Events in the log of the simulated database at the end. */
  readonly events: number;
  readonly coverage: FaultCoverage;
}

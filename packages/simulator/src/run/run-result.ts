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
}

/** A finished run. */
export interface RunResult {
  readonly failure: RunFailure | undefined;
  /** What was decided; it repeats the run. */
  readonly tape: Tape;
  readonly log: RunLog;
  readonly steps: number;
  readonly virtualMs: number;
  /** Events in the log of the simulated database at the end. */
  readonly events: number;
  readonly coverage: FaultCoverage;
}

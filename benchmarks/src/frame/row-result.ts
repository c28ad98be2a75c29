import type { Aim, Measure } from './row.js';

/** One measured round of a contender. */
export interface RoundSample {
  /** The value of each measure. */
  readonly values: Readonly<Record<string, number>>;
  readonly clientCpuMicros: number;
  /** Null if the CPU time of the services cannot be read. */
  readonly serverCpuMicros: number | null;
}

/** All rounds of a contender. */
export interface ContenderRounds {
  readonly name: string;
  readonly how: string;
  readonly samples: readonly RoundSample[];
  readonly peakMemoryBytes: number;
  /** Why it was not measured to the end. */
  readonly failure?: string;
}

/** The result of a row, as it is stored. */
export interface RowResult {
  readonly row: string;
  readonly about: string;
  readonly counted: string;
  readonly size: number;
  readonly measures: readonly Measure[];
  readonly aims: readonly Aim[];
  readonly contenders: readonly ContenderRounds[];
}

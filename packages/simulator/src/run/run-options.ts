import type { FaultPlan } from '../faults/fault-plan.js';

/** How long a run takes, and what it looks at. Times are virtual milliseconds. */
export interface RunOptions {
  readonly faults: FaultPlan;
  /** How long there is work and there are faults. */
  readonly workMs: number;
  /** How long the system may take to finish afterwards. */
  readonly drainMs: number;
  /** Oracles that read everything are asked after so many steps. */
  readonly inspectEvery: number;
  /** A run with more steps is given up as a failure. */
  readonly maxSteps: number;
  /** Records in the trace what each step has changed on the servers; slow. */
  readonly recordsState: boolean;
}

export const defaultRun: Omit<RunOptions, 'faults'> = {
  workMs: 20_000,
  drainMs: 300_000,
  inspectEvery: 2_000,
  maxSteps: 200_000,
  recordsState: false,
};

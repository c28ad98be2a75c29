import { faultPlan, type FaultChoices, type FaultPlan } from '../faults/fault-plan.js';
import type { FaultCoverage } from '../faults/coverage.js';
import type { Tape } from '../tape/tape.js';
import type { TraceEntry } from '../trace/run-log.js';
import type { Explored, ExplorationBounds } from './explore.js';
import { defaultRun, type RunOptions } from './run-options.js';
import type { RunFailure, RunResult } from './run-result.js';

/**
 * How decisions are taken: at random; steps by priorities (PCT); every third seed by priorities; or, for small worlds, every decision in
 * each possible way.
 */
export const strategies = ['random', 'pct', 'mixed', 'exhaustive'] as const;

export type Strategy = (typeof strategies)[number];

/** What of a simulation can be chosen; everything has a default. */
export interface SimulateOptions extends Partial<Omit<RunOptions, 'faults'>> {
  /** How many seeds to try; default 100. Stops at the first that fails. Not for the strategy `exhaustive`. */
  readonly seeds?: number;
  /** Default 1. The strategy `exhaustive` uses this seed alone. */
  readonly firstSeed?: number;
  readonly strategy?: Strategy;
  /** Bounds for the strategy `exhaustive`. */
  readonly bounds?: Partial<ExplorationBounds>;
  readonly faults?: FaultChoices;
  /** Runs each seed twice, and fails at the first step in which the runs differ. */
  readonly checksRepeat?: boolean;
  /** How many runs a failure may take to be shortened; default 100. */
  readonly shrinkRuns?: number;
  /** Called after each run. Must not throw. */
  readonly onRun?: (seed: number, result: RunResult) => void;
  /** Stops after the current run. */
  readonly signal?: AbortSignal;
}

/** A run that failed, and the shortest tape that fails in the same way. */
export interface FoundFailure extends RunFailure {
  readonly seed: number;
  readonly tape: Tape;
  /** How many decisions the tape of the failed run had. */
  readonly decisionsBefore: number;
  /** The run of the shortest tape, step by step. */
  readonly trace: readonly TraceEntry[];
}

/** The result of a simulation. */
export interface SimulationReport {
  readonly world: string;
  /** Seeds that were run. */
  readonly seeds: number;
  /** What the strategy `exhaustive` has covered. */
  readonly explored?: Explored;
  readonly failure: FoundFailure | undefined;
  readonly steps: number;
  /** Calls of ports in all runs. */
  readonly calls: number;
  /** Events in the logs of all runs. */
  readonly events: number;
  readonly virtualMs: number;
  /** The longest that a run has taken to drain after its last fault, in virtual milliseconds by the second, and the limit. */
  readonly slowestDrainMs: number;
  readonly drainLimitMs: number;
  readonly coverage: FaultCoverage;
}

/** The faults of the plan are not swarmed in a replay: the tape says which happen, and the plan only which may. */
export function planOf({ faults }: SimulateOptions): FaultPlan {
  return faultPlan(faults);
}

export function runOptions(options: SimulateOptions, faults: FaultPlan): RunOptions {
  const chosen = { ...defaultRun, ...defined(options) };
  const { workMs, drainMs, inspectEvery, maxSteps, recordsState } = chosen;
  assertWhole({ workMs, drainMs }, 0);
  assertWhole({ inspectEvery, maxSteps }, 1);
  return { faults, workMs, drainMs, inspectEvery, maxSteps, recordsState };
}

/** Throws RangeError if one of these options is no whole number, or lower than `min`. */
export function assertWhole(options: Readonly<Record<string, number>>, min: number): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isSafeInteger(value) && value >= min) continue;
    throw new RangeError(
      `${name} is ${String(value)}: expected a whole number from ${String(min)}`,
    );
  }
}

function defined<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Options;
}

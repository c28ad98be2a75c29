import { FaultCoverage } from '../faults/coverage.js';
import { faultPlan, type FaultChoices, type FaultPlan } from '../faults/fault-plan.js';
import { swarmed } from '../faults/swarm.js';
import { PctSource } from '../tape/pct-source.js';
import { RandomSource } from '../tape/random-source.js';
import { TapeSource } from '../tape/tape-source.js';
import type { Tape } from '../tape/tape.js';
import type { DecisionSource } from '../tape/decisions.js';
import { firstDifference, type TraceEntry } from '../trace/run-log.js';
import type { World } from '../worlds/world.js';
import { runOnce } from './run-once.js';
import { defaultRun, type RunOptions } from './run-options.js';
import type { RunFailure, RunResult } from './run-result.js';
import { shrink } from './shrink.js';

/** How steps are ordered: at random, by priorities (PCT), or every third seed by priorities. */
export const strategies = ['random', 'pct', 'mixed'] as const;

export type Strategy = (typeof strategies)[number];

/** What of a simulation can be chosen; everything has a default. */
export interface SimulateOptions extends Partial<Omit<RunOptions, 'faults'>> {
  /** How many seeds to try; default 100. Stops at the first that fails. */
  readonly seeds?: number;
  /** Default 1. */
  readonly firstSeed?: number;
  readonly strategy?: Strategy;
  readonly faults?: FaultChoices;
  /** Runs each seed twice, and fails at the first step in which the runs differ. */
  readonly checksRepeat?: boolean;
  /** How many runs a failure may take to be shortened; default 100. */
  readonly shrinkRuns?: number;
  /** Called after each seed. Must not throw. */
  readonly onRun?: (seed: number, result: RunResult) => void;
  /** Stops after the current run. */
  readonly signal?: AbortSignal;
}

/** A run that failed, and the shortest tape that fails in the same way. */
export interface FoundFailure extends RunFailure {
  readonly seed: number;
  readonly tape: Tape;
  /** How many decisions the tape of the seed had. */
  readonly decisionsBefore: number;
  /** The run of the shortest tape, step by step. */
  readonly trace: readonly TraceEntry[];
}

/** The result of a simulation. */
export interface SimulationReport {
  readonly world: string;
  /** Seeds that were run. */
  readonly seeds: number;
  readonly failure: FoundFailure | undefined;
  readonly steps: number;
  /** Events in the logs of all runs. */
  readonly events: number;
  readonly virtualMs: number;
  readonly coverage: FaultCoverage;
}

/** Runs a world with one seed after another, until one fails. */
export async function simulate(
  world: World,
  options: SimulateOptions = {},
): Promise<SimulationReport> {
  const { seeds = 100, firstSeed = 1, signal, onRun } = options;
  const tally = new Tally(world.name);
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    if (signal?.aborted === true) break;
    const result = await runSeed(world, seed, options);
    tally.add(result);
    onRun?.(seed, result);
    if (result.failure === undefined) continue;
    return tally.report(await shortest(world, seed, result, result.failure, options));
  }
  return tally.report(undefined);
}

/** Repeats a tape. */
export function replay(
  world: World,
  tape: Tape,
  options: SimulateOptions = {},
): Promise<RunResult> {
  const { seed } = tape;
  return runOnce(
    world,
    { seed, source: new TapeSource(tape) },
    runOptions(options, planOf(options)),
  );
}

async function runSeed(world: World, seed: number, options: SimulateOptions): Promise<RunResult> {
  const chosen = runOptions(options, swarmed(planOf(options), seed));
  const run = (): Promise<RunResult> =>
    runOnce(world, { seed, source: sourceFor(seed, options.strategy) }, chosen);
  const result = await run();
  if (options.checksRepeat !== true || result.failure !== undefined) return result;
  const failure = differenceOf(result, await run());
  return failure === undefined ? result : { ...result, failure };
}

/** The faults of the plan are not swarmed in a replay: the tape says which happen, and the plan only which may. */
function planOf({ faults }: SimulateOptions): FaultPlan {
  return faultPlan(faults);
}

function runOptions(options: SimulateOptions, faults: FaultPlan): RunOptions {
  const { workMs, drainMs, inspectEvery, maxSteps } = { ...defaultRun, ...defined(options) };
  return { faults, workMs, drainMs, inspectEvery, maxSteps };
}

function defined<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Options;
}

const pct = { depth: 5, steps: 3_000 };

function sourceFor(seed: number, strategy: Strategy = 'mixed'): DecisionSource {
  const byPriority = strategy === 'pct' || (strategy === 'mixed' && seed % 3 === 0);
  return byPriority ? new PctSource(seed, pct) : new RandomSource(seed);
}

function differenceOf(one: RunResult, other: RunResult): RunFailure | undefined {
  const index = firstDifference(one.log.entries, other.log.entries);
  if (index === undefined) return undefined;
  const [first, second] = [one.log.entries[index], other.log.entries[index]];
  const detail = `step ${String(index)} was ${JSON.stringify(first)}, and then ${JSON.stringify(second)}`;
  return { oracle: notRepeatable, detail, atMs: first?.atMs ?? second?.atMs ?? 0 };
}

const notRepeatable = 'equal seeds give equal runs';

async function shortest(
  world: World,
  seed: number,
  { tape, log }: RunResult,
  failure: RunFailure,
  options: SimulateOptions,
): Promise<FoundFailure> {
  const decisionsBefore = Object.values(tape.lanes).reduce((sum, lane) => sum + lane.length, 0);
  const found = { ...failure, seed, tape, decisionsBefore, trace: log.entries };
  if (failure.oracle === notRepeatable) return found;
  const shrunk = await shrink(tape, {
    runs: options.shrinkRuns ?? 100,
    signal: options.signal,
    attempt: async (candidate) => {
      const result = await replay(world, candidate, options);
      return result.failure?.oracle === failure.oracle ? result : undefined;
    },
  });
  if (shrunk?.failure === undefined) return found;
  return { ...found, ...shrunk.failure, tape: shrunk.tape, trace: shrunk.log.entries };
}

class Tally {
  readonly #world: string;
  readonly #coverage = new FaultCoverage();
  #seeds = 0;
  #steps = 0;
  #events = 0;
  #virtualMs = 0;

  constructor(world: string) {
    this.#world = world;
  }

  add({ steps, events, virtualMs, coverage }: RunResult): void {
    this.#seeds += 1;
    this.#steps += steps;
    this.#events += events;
    this.#virtualMs += virtualMs;
    this.#coverage.add(coverage);
  }

  report(failure: FoundFailure | undefined): SimulationReport {
    return {
      world: this.#world,
      seeds: this.#seeds,
      failure,
      steps: this.#steps,
      events: this.#events,
      virtualMs: this.#virtualMs,
      coverage: this.#coverage,
    };
  }
}

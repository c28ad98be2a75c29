import { FaultCoverage } from '../faults/coverage.js';
import type { RunOptions } from './run-options.js';
import type { RunResult } from './run-result.js';
import type { FoundFailure, SimulationReport } from './simulate-options.js';

/** Sums up the runs of a simulation. */
export class Tally {
  readonly #world: string;
  readonly #drainLimitMs: number;
  readonly #coverage = new FaultCoverage();
  readonly #seeds = new Set<number>();
  #steps = 0;
  #calls = 0;
  #events = 0;
  #virtualMs = 0;
  #slowestDrainMs = 0;

  constructor(world: string, { drainMs }: Pick<RunOptions, 'drainMs'>) {
    this.#world = world;
    this.#drainLimitMs = drainMs;
  }

  add(seed: number, { steps, calls, events, virtualMs, drainedMs, coverage }: RunResult): void {
    this.#seeds.add(seed);
    this.#steps += steps;
    this.#calls += calls;
    this.#events += events;
    this.#virtualMs += virtualMs;
    this.#slowestDrainMs = Math.max(this.#slowestDrainMs, drainedMs ?? 0);
    this.#coverage.add(coverage);
  }

  report(failure: FoundFailure | undefined): SimulationReport {
    return {
      world: this.#world,
      seeds: this.#seeds.size,
      failure,
      steps: this.#steps,
      calls: this.#calls,
      events: this.#events,
      virtualMs: this.#virtualMs,
      slowestDrainMs: this.#slowestDrainMs,
      drainLimitMs: this.#drainLimitMs,
      coverage: this.#coverage,
    };
  }
}

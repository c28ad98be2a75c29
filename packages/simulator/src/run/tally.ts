import { FaultCoverage } from '../faults/coverage.js';
import type { RunResult } from './run-result.js';
import type { FoundFailure, SimulationReport } from './simulate-options.js';

/** Sums up the runs of a simulation. */
export class Tally {
  readonly #world: string;
  readonly #coverage = new FaultCoverage();
  readonly #seeds = new Set<number>();
  #steps = 0;
  #events = 0;
  #virtualMs = 0;

  constructor(world: string) {
    this.#world = world;
  }

  add(seed: number, { steps, events, virtualMs, coverage }: RunResult): void {
    this.#seeds.add(seed);
    this.#steps += steps;
    this.#events += events;
    this.#virtualMs += virtualMs;
    this.#coverage.add(coverage);
  }

  report(failure: FoundFailure | undefined): SimulationReport {
    return {
      world: this.#world,
      seeds: this.#seeds.size,
      failure,
      steps: this.#steps,
      events: this.#events,
      virtualMs: this.#virtualMs,
      coverage: this.#coverage,
    };
  }
}

import { setMaxListeners } from 'node:events';
import { FaultCoverage } from '../faults/coverage.js';
import { noFaults } from '../faults/fault-plan.js';
import { SystemFaultSource } from '../faults/system-faults.js';
import { Network } from '../network/network.js';
import { ProcessClock } from '../processes/process-clock.js';
import { SimulatedProcess } from '../processes/simulated-process.js';
import type { Oracle } from '../oracles/oracle.js';
import { note, type Kernel } from '../running/kernel.js';
import { withForgettingSignals } from '../running/abort-signals.js';
import { Scheduler } from '../running/scheduler.js';
import { Settling } from '../running/settling.js';
import { openServices, type Services } from '../services/services.js';
import { Decisions, type DecisionSource } from '../tape/decisions.js';
import { SimulatedTime } from '../time/simulated-time.js';
import { StateWatch } from '../trace/state-watch.js';
import { RunLog } from '../trace/run-log.js';
import type { Scene, World } from '../worlds/world.js';
import type { RunOptions } from './run-options.js';
import type { RunFailure, RunResult } from './run-result.js';

/** So many steps without any time passing are a loop that never waits. */
const mostStepsAtOnce = 20_000;
const drainPollMs = 1_000;

/** Runs a world once. `source` decides; `seed` gives the processes their ids and random numbers. */
export async function runOnce(
  world: World,
  { seed, source }: { readonly seed: number; readonly source: DecisionSource },
  options: RunOptions,
): Promise<RunResult> {
  return withForgettingSignals(() => new Run(world, seed, source, options).complete());
}

class FoundFailure extends Error {
  readonly oracle: string;
  readonly heldLines: number | undefined;

  constructor(oracle: string, detail: string, heldLines?: number) {
    super(detail);
    this.oracle = oracle;
    this.heldLines = heldLines;
  }
}

class Run {
  readonly #world: World;
  readonly #options: RunOptions;
  readonly #kernel: Kernel;
  readonly #services: Services;
  readonly #workOver = new AbortController();
  readonly #settling = new Settling();
  #areFaultsOver = false;
  #processes: readonly SimulatedProcess[] = [];
  #oracles: readonly Oracle[] = [];
  #unexpected: FoundFailure | undefined;
  #steps = 0;
  #stepsAtOnce = 0;
  #drainedMs: number | undefined;
  #watch: StateWatch | undefined;
  /** The lines of the trace at the last look of all oracles, for each kind of look. */
  readonly #heldLines = { check: 0, inspect: 0 };

  constructor(world: World, seed: number, source: DecisionSource, options: RunOptions) {
    this.#world = world;
    this.#options = options;
    // Processes that have crashed never stop listening.
    setMaxListeners(0, this.#workOver.signal);
    const decisions = new Decisions(seed, source);
    this.#kernel = {
      seed,
      decisions,
      scheduler: new Scheduler(new SimulatedTime(), decisions.lane('schedule')),
      network: new Network(),
      log: new RunLog(),
      coverage: new FaultCoverage(),
      calls: 0,
      hasChanged: false,
      observe: (call) => {
        for (const { observe } of this.#oracles) observe?.(call);
      },
      faults: () => (this.#areFaultsOver ? noFaults : options.faults),
    };
    const owner = { name: 'services', isAlive: true, stalledUntilMs: 0 };
    this.#services = openServices(new ProcessClock(this.#kernel.scheduler, owner));
  }

  async complete(): Promise<RunResult> {
    const failure = await this.#attempt();
    const { log, coverage, decisions, scheduler, calls } = this.#kernel;
    const { length } = log.entries;
    for (const process of this.#processes) process.end();
    log.entries.length = length;
    return {
      failure,
      tape: decisions.tape(),
      log,
      steps: this.#steps,
      calls,
      virtualMs: scheduler.time.elapsedMs,
      drainedMs: this.#drainedMs,
      events: this.#services.database.log.settled.countBehind(undefined),
      coverage,
    };
  }

  async #attempt(): Promise<RunFailure | undefined> {
    try {
      await this.#run();
      return undefined;
    } catch (error) {
      if (!(error instanceof FoundFailure)) throw error;
      const { oracle, message: detail, heldLines } = error;
      note(this.#kernel, '', 'failure', oracle, detail);
      const atMs = this.#kernel.scheduler.time.elapsedMs;
      return { oracle, detail, atMs, ...(heldLines !== undefined && { heldLines }) };
    }
  }

  async #run(): Promise<void> {
    const { scheduler } = this.#kernel;
    const scene = await this.#world.open({
      ...this.#services,
      kernel: this.#kernel,
      elapsedMs: () => scheduler.time.elapsedMs,
    });
    if (this.#options.recordsState) this.#watch = new StateWatch(this.#services);
    this.#start(scene);
    const faults = new SystemFaultSource(this.#kernel, this.#processes);
    faults.begin();
    await this.#drive(scene, this.#options.workMs);
    note(this.#kernel, '', 'window', 'the faults are over');
    this.#areFaultsOver = true;
    faults.end();
    this.#workOver.abort();
    await this.#drain(scene);
    await this.#inspect(scene);
    for (const { name, atEnd } of scene.oracles) demand(name, await atEnd?.());
  }

  #start({ processes, oracles }: Scene): void {
    this.#oracles = oracles;
    const world = {
      kernel: this.#kernel,
      services: this.#services,
      behind: this.#world.behind ?? {},
      workOver: this.#workOver.signal,
      failed: (process: string, error: unknown) => {
        this.#unexpected ??= new FoundFailure('no process fails', `${process}: ${textOf(error)}`);
      },
    };
    this.#processes = processes.map((spec) => new SimulatedProcess(spec, world));
    for (const process of this.#processes) process.start();
  }

  /** Runs every step up to a time. */
  async #drive(scene: Scene, untilMs: number): Promise<void> {
    const { scheduler } = this.#kernel;
    for (;;) {
      await this.#settling.settled();
      this.#record();
      this.#check(scene);
      const beforeMs = scheduler.time.elapsedMs;
      if (!scheduler.step(untilMs)) break;
      this.#count(scheduler.time.elapsedMs > beforeMs);
      if (this.#steps % this.#options.inspectEvery === 0) await this.#inspect(scene);
    }
    scheduler.time.advanceTo(untilMs);
  }

  async #drain(scene: Scene): Promise<void> {
    const { time } = this.#kernel.scheduler;
    const startedAtMs = time.elapsedMs;
    const deadlineMs = startedAtMs + this.#options.drainMs;
    for (;;) {
      await this.#settling.turn();
      await this.#drive(scene, time.elapsedMs + drainPollMs);
      const pending = await scene.pending();
      if (pending === undefined) {
        this.#drainedMs = time.elapsedMs - startedAtMs;
        return;
      }
      if (time.elapsedMs < deadlineMs) continue;
      const limit = `${String(this.#options.drainMs / 1_000)} s after the last fault`;
      throw new FoundFailure('everything drains', `${pending}, ${limit}`);
    }
  }

  #check({ oracles }: Scene): void {
    if (this.#unexpected !== undefined) throw this.#unexpected;
    if (!this.#kernel.hasChanged) return;
    this.#kernel.hasChanged = false;
    for (const { name, check } of oracles) demand(name, check?.(), this.#heldLines.check);
    this.#heldLines.check = this.#kernel.log.entries.length;
  }

  #record(): void {
    const { log, scheduler } = this.#kernel;
    for (const change of this.#watch?.changes(scheduler.time.elapsedMs) ?? []) log.add(change);
  }

  async #inspect(scene: Scene): Promise<void> {
    await this.#settling.settled();
    this.#record();
    // Oracles remember what they saw at their last check.
    this.#check(scene);
    for (const { name, inspect } of scene.oracles) {
      demand(name, await inspect?.(), this.#heldLines.inspect);
    }
    this.#heldLines.inspect = this.#kernel.log.entries.length;
  }

  #count(hasTimePassed: boolean): void {
    this.#steps += 1;
    this.#stepsAtOnce = hasTimePassed ? 0 : this.#stepsAtOnce + 1;
    if (this.#stepsAtOnce > mostStepsAtOnce) {
      throw new FoundFailure('no endless loop', `${String(mostStepsAtOnce)} steps took no time`);
    }
    if (this.#steps > this.#options.maxSteps) {
      throw new FoundFailure(
        'no endless work',
        `the run has more than ${String(this.#steps)} steps`,
      );
    }
  }
}

function demand(oracle: string, verdict: string | undefined, heldLines?: number): void {
  if (verdict !== undefined) throw new FoundFailure(oracle, verdict, heldLines);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { describeFailure } from '../run/format-report.js';
import { replay } from '../run/replay.js';
import type { SimulateOptions } from '../run/simulate-options.js';
import { simulate as run } from '../run/simulate.js';
import { readTape } from '../tape/tape-text.js';
import { formatTrace } from '../trace/format-trace.js';
import type { World } from '../worlds/world.js';
import { it } from 'vitest';

/** How a simulation runs as a test. */
export interface SimulationTestOptions extends SimulateOptions {
  /** The text of a tape that failed once: the test repeats it instead of trying seeds. */
  readonly tape?: string;
  /** The time limit of the test, in milliseconds; default 120,000. */
  readonly timeoutMs?: number;
}

/** Simulations as tests of vitest. */
export const simulate = {
  /**
   * Declares a test that simulates a world. It fails with the oracle, the seed, and the steps of the shortest tape. The
   * environment variable `SIMULATION_SEEDS` replaces the number of seeds.
   *
   * @example
   * simulate.test('lends no book twice', domainWorld({ config, invariants }), { seeds: 50 });
   */
  test(name: string, world: World, options: SimulationTestOptions = {}): void {
    const { tape, timeoutMs = 120_000 } = options;
    it(
      name,
      async () => {
        if (tape === undefined) await trySeeds(world, options);
        else await repeatTape(world, tape, options);
      },
      timeoutMs,
    );
  },
};

async function trySeeds(world: World, options: SimulateOptions): Promise<void> {
  const wanted = process.env['SIMULATION_SEEDS'];
  const seeds = wanted === undefined ? options.seeds : Number(wanted);
  const { failure } = await run(world, { ...options, ...(seeds !== undefined && { seeds }) });
  if (failure !== undefined) throw new Error(describeFailure(failure));
}

async function repeatTape(world: World, text: string, options: SimulateOptions): Promise<void> {
  const kept = readTape(text);
  if (kept.world !== world.name) {
    throw new Error(`The tape is of the world ${kept.world}, not of ${world.name}.`);
  }
  const { failure, log } = await replay(world, kept.tape, options);
  if (failure === undefined) return;
  const trace = formatTrace(log.entries, { last: 60, isBrief: true });
  throw new Error(`does not hold: ${failure.oracle}\n${failure.detail}\n\n${trace}`);
}

import { swarmed } from '../faults/swarm.js';
import type { DecisionSource } from '../tape/decisions.js';
import { ExhaustiveSource } from '../tape/exhaustive-source.js';
import { PctSource } from '../tape/pct-source.js';
import { RandomSource } from '../tape/random-source.js';
import type { Tape } from '../tape/tape.js';
import type { World } from '../worlds/world.js';
import { boundsOf, explore } from './explore.js';
import { differenceOf } from './repeating.js';
import { runOnce } from './run-once.js';
import type { RunResult } from './run-result.js';
import { shortest } from './shortest.js';
import {
  assertWhole,
  planOf,
  runOptions,
  type SimulateOptions,
  type SimulationReport,
  type Strategy,
} from './simulate-options.js';
import { Tally } from './tally.js';

/**
 * Runs a world with one seed after another, or with one seed in every possible way, until a run fails.
 *
 * @throws RangeError if an option is no whole number, or too low.
 */
export async function simulate(
  world: World,
  options: SimulateOptions = {},
): Promise<SimulationReport> {
  if (options.strategy === 'exhaustive') return simulateExhaustively(world, options);
  const { seeds = 100, firstSeed = 1, signal, onRun } = options;
  assertWhole({ seeds }, 1);
  assertWhole({ firstSeed }, 0);
  const tally = new Tally(world.name, runOptions(options, planOf(options)));
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    if (signal?.aborted === true) break;
    const result = await runSeed(world, seed, options);
    tally.add(seed, result);
    onRun?.(seed, result);
    if (result.failure === undefined) continue;
    return tally.report(await shortest(world, result, result.failure, options));
  }
  return tally.report(undefined);
}

async function simulateExhaustively(
  world: World,
  options: SimulateOptions,
): Promise<SimulationReport> {
  const { firstSeed: seed = 1, signal, onRun } = options;
  const chosen = runOptions(options, planOf(options));
  const tally = new Tally(world.name, chosen);
  const attempt = async (tape: Tape) => {
    const source = new ExhaustiveSource(tape);
    const run = (by: DecisionSource) => runOnce(world, { seed, source: by }, chosen);
    const result = await repeated(
      await run(source),
      () => run(new ExhaustiveSource(tape)),
      options,
    );
    tally.add(seed, result);
    onRun?.(seed, result);
    return { result, branches: source.branches };
  };
  const { failed, ...explored } = await explore(seed, {
    bounds: boundsOf(options.bounds),
    signal,
    attempt,
  });
  const report = (failure: SimulationReport['failure']): SimulationReport => ({
    ...tally.report(failure),
    explored,
  });
  if (failed?.failure === undefined) return report(undefined);
  return report(await shortest(world, failed, failed.failure, options));
}

async function runSeed(world: World, seed: number, options: SimulateOptions): Promise<RunResult> {
  const chosen = runOptions(options, swarmed(planOf(options), seed));
  const run = (): Promise<RunResult> =>
    runOnce(world, { seed, source: sourceFor(seed, options.strategy) }, chosen);
  return repeated(await run(), run, options);
}

/** A result, failed if its repetition differs. A run that has failed is repeated by its tape anyway. */
async function repeated(
  result: RunResult,
  again: () => Promise<RunResult>,
  { checksRepeat = false }: SimulateOptions,
): Promise<RunResult> {
  if (!checksRepeat || result.failure !== undefined) return result;
  const failure = differenceOf(result, await again());
  return failure === undefined ? result : { ...result, failure };
}

const pct = { depth: 5, steps: 3_000 };

function sourceFor(seed: number, strategy: Strategy = 'mixed'): DecisionSource {
  const byPriority = strategy === 'pct' || (strategy === 'mixed' && seed % 3 === 0);
  return byPriority ? new PctSource(seed, pct) : new RandomSource(seed);
}

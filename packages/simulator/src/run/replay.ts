import { TapeSource } from '../tape/tape-source.js';
import type { Tape } from '../tape/tape.js';
import type { World } from '../worlds/world.js';
import { runOnce } from './run-once.js';
import type { RunResult } from './run-result.js';
import { planOf, runOptions, type SimulateOptions } from './simulate-options.js';

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

/** So many steps can be inspected one by one in a few seconds. */
const mostInspected = 5_000;

/**
 * Repeats a tape, recording what each step changes. If it fails, what is expensive to look at is looked at after every step, to find the
 * first one after which it does not hold.
 */
export async function replayClosely(
  world: World,
  tape: Tape,
  options: SimulateOptions,
): Promise<RunResult> {
  const recording = { ...options, recordsState: true };
  const result = await replay(world, tape, recording);
  const { failure, steps } = result;
  if (failure === undefined || steps > mostInspected) return result;
  const closely = await replay(world, tape, { ...recording, inspectEvery: 1 });
  return closely.failure?.oracle === failure.oracle ? closely : result;
}

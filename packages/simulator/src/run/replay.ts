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

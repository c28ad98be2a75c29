import { tapeLength } from '../tape/tape.js';
import type { World } from '../worlds/world.js';
import { replay } from './replay.js';
import type { RunFailure, RunResult } from './run-result.js';
import { shrink } from './shrink.js';
import { notRepeatable } from './repeating.js';
import type { FoundFailure, SimulateOptions } from './simulate-options.js';

/** A failed run with the shortest tape that fails by the same oracle. */
export async function shortest(
  world: World,
  { tape, log }: RunResult,
  failure: RunFailure,
  options: SimulateOptions,
): Promise<FoundFailure> {
  const { seed } = tape;
  const found = { ...failure, seed, tape, decisionsBefore: tapeLength(tape), trace: log.entries };
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

import { existsSync, rmSync } from 'node:fs';
import { readArguments, usage } from './soak.d/arguments.mjs';
import { reportFolder } from './soak.d/folders.mjs';
import { runSoak } from './soak.d/run-soak.mjs';
import { readState, startState } from './soak.d/state.mjs';

process.exitCode = await main(process.argv.slice(2));

/** @param {readonly string[]} args */
async function main(args) {
  const asked = readArguments(args);
  if (asked.isHelp) {
    process.stdout.write(usage);
    return 0;
  }
  const problem = asked.problem ?? problemOf(asked);
  if (problem !== undefined) {
    process.stderr.write(`soak: ${problem}\n\n${usage}`);
    return 2;
  }
  if (asked.isResumed) return runSoak(readState());
  rmSync(reportFolder, { recursive: true, force: true });
  return runSoak(startState(asked));
}

/** @param {ReturnType<typeof readArguments>} asked */
function problemOf({ isResumed }) {
  const state = existsSync(reportFolder) ? readState() : undefined;
  if (isResumed && state === undefined) return 'there is no soak to resume';
  if (isResumed && state?.isFinished) return 'the soak is finished: start one without --resume';
  return undefined;
}

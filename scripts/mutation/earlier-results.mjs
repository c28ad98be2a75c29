import { isMissed } from './scores.mjs';

/** @typedef {import('./scores.mjs').MutationReport} MutationReport */

/**
 * The results that a run may keep.
 *
 * By the source of a test file, Stryker would try again whatever a test of a changed file has killed: vitest tells it no
 * places of tests. Without, it compares their names.
 *
 * @param {MutationReport} report
 * @param {{ readonly isAgain: boolean }} options `isAgain`: what has survived is tried again.
 * @returns {MutationReport}
 */
export function earlierResults({ files, testFiles = {}, ...report }, { isAgain }) {
  const named = Object.entries(testFiles).map(([name, { tests }]) => [name, { tests }]);
  const kept = Object.entries(files).map(([name, { mutants, ...file }]) => {
    const found = isAgain ? mutants.filter((mutant) => !isMissed(mutant)) : mutants;
    return [name, { ...file, mutants: found }];
  });
  return { ...report, files: Object.fromEntries(kept), testFiles: Object.fromEntries(named) };
}

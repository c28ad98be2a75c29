/**
 * @typedef {object} Outcome The result of one row.
 * @property {number} row
 * @property {string} fault
 * @property {'passed' | 'failed'} result
 * @property {number} tests
 * @property {number} seconds
 * @property {readonly string[]} failures tests that failed, or that did not run
 * @property {Readonly<Record<string, number>>} figures
 */

/**
 * Judges each row by its tests. A test that did not run, or was skipped, fails its row: nothing is proven then.
 * @param {readonly import('./drill-table.mjs').Row[]} rows
 * @param {readonly import('./run-tests.mjs').TestRun[]} runs
 * @returns {readonly Outcome[]}
 */
export function outcomesOf(rows, runs) {
  return rows.map(({ row, fault, suites }) => {
    const wanted = suites.flatMap(({ file, tests }) => tests.map((name) => ({ file, name })));
    const found = wanted.map(({ file, name }) => ({
      name,
      runs: runs.filter((run) => run.file === file && run.name.includes(name)),
    }));
    const ran = found.flatMap((each) => each.runs).filter(({ status }) => isRun(status));
    const failures = [
      ...ran.filter(({ status }) => status !== 'passed').map(({ name }) => name),
      ...found
        .filter((each) => !each.runs.some(({ status }) => isRun(status)))
        .map(({ name }) => `${name} (did not run)`),
    ];
    return {
      row,
      fault,
      result: failures.length === 0 ? 'passed' : 'failed',
      tests: ran.length,
      seconds: Math.round(ran.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10,
      failures,
      figures: Object.assign({}, ...ran.map(({ figures }) => figures ?? {})),
    };
  });
}

/** @param {string} status */
function isRun(status) {
  return status === 'passed' || status === 'failed';
}

/**
 * @typedef {{ status: string, fullName?: string, failureMessages?: string[] }} TestResult
 * @typedef {{ status: string, name?: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

/**
 * Counts the tests of vitest's JSON reports. A file that failed before its first test counts as one
 * failure.
 * @param {{ testResults: FileResult[] }[]} reports
 * @returns {Tally}
 */
export function tally(reports) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of reports.flatMap((report) => report.testResults)) {
    const statuses = file.assertionResults.map(({ status }) => status);
    const failed = statuses.filter((status) => status === 'failed').length;
    const passed = statuses.filter((status) => status === 'passed').length;
    total.passed += passed;
    total.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
    total.skipped += statuses.length - passed - failed;
  }
  return total;
}

/**
 * The tests that passed at their second attempt: file, name and the error of the first attempt.
 * @param {{ testResults: FileResult[] }[]} reports
 * @returns {string[]}
 */
export function passedOnRetry(reports) {
  return reports
    .flatMap((report) => report.testResults)
    .flatMap(({ name = '', assertionResults }) =>
      assertionResults
        .filter(({ status, failureMessages = [] }) => status === 'passed' && failureMessages[0])
        .map(({ fullName, failureMessages }) => `${name}: ${fullName}\n${failureMessages?.[0]}`),
    );
}

/**
 * The last line of a run.
 * @param {Tally} total
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

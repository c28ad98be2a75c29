import { existsSync, readFileSync } from 'node:fs';
import { closingLine, passedOnRetry, tally } from './tally.mjs';

/** A run with more tests than this that need a second attempt is a failure. */
const mostRetried = 3;

/** Usage: count.mjs <report.json>… Exits non-zero unless every expected test ran and passed. */
const paths = process.argv.slice(2);
const missing = paths.filter((path) => !existsSync(path));
const reports = paths
  .filter((path) => existsSync(path))
  .map((path) => JSON.parse(readFileSync(path, 'utf8')));
const total = tally(reports);
total.failed += missing.length;

const retried = passedOnRetry(reports);
for (const each of retried) process.stdout.write(`passed at the second attempt: ${each}\n`);
if (retried.length > mostRetried) {
  process.stdout.write(`more than ${mostRetried} needed a second attempt: counted as a failure\n`);
  total.failed += 1;
}
for (const path of missing) process.stdout.write(`no report at ${path}: counted as a failure\n`);
process.stdout.write(`${closingLine(total)}\n`);

const isSkippedWrongly = process.env['CI'] === 'true' && total.skipped > 0;
process.exitCode = total.failed > 0 || total.passed === 0 || isSkippedWrongly ? 1 : 0;

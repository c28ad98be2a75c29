import { existsSync, readFileSync } from 'node:fs';
import { closingLine, tally } from './tally.mjs';

/** Usage: count.mjs <report.json>… Exits non-zero unless every expected test ran and passed. */
const paths = process.argv.slice(2);
const missing = paths.filter((path) => !existsSync(path));
const total = tally(
  paths.filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, 'utf8'))),
);
total.failed += missing.length;

for (const path of missing) process.stdout.write(`no report at ${path}: counted as a failure\n`);
process.stdout.write(`${closingLine(total)}\n`);

const isSkippedWrongly = process.env['CI'] === 'true' && total.skipped > 0;
process.exitCode = total.failed > 0 || total.passed === 0 || isSkippedWrongly ? 1 : 0;

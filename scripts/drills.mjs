import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drillTable } from './drills.d/drill-table.mjs';
import { readArguments, usage } from './drills.d/arguments.mjs';
import { listing, markdown } from './drills.d/report.mjs';
import { outcomesOf } from './drills.d/outcomes.mjs';
import { runTests } from './drills.d/run-tests.mjs';

const reports = fileURLToPath(new URL('../reports/', import.meta.url));

process.exitCode = main(process.argv.slice(2));

/** @param {readonly string[]} args */
function main(args) {
  const table = drillTable();
  const asked = readArguments(args, table);
  if (asked.problem !== undefined) {
    process.stderr.write(`drills: ${asked.problem}\n\n${usage}`);
    return 2;
  }
  if (asked.isHelp) process.stdout.write(usage);
  else if (asked.isList) process.stdout.write(listing(asked.rows));
  else return run(asked.rows, asked.seed);
  return 0;
}

/**
 * @param {readonly import('./drills.d/drill-table.mjs').Row[]} rows
 * @param {string} seed
 */
function run(rows, seed) {
  process.stdout.write(`seed ${seed}: npm run drills -- --seed ${seed} repeats the choices\n`);
  mkdirSync(reports, { recursive: true });
  const outcomes = outcomesOf(rows, runTests(rows, reports, seed));
  const page = markdown(outcomes, seed);
  writeFileSync(
    `${reports}drills.json`,
    `${JSON.stringify({ seed, rows: outcomes }, undefined, 2)}\n`,
  );
  writeFileSync(`${reports}drills.md`, page);
  process.stdout.write(`\n${page}\nreports/drills.md and reports/drills.json have this table\n`);
  return outcomes.every(({ result }) => result === 'passed') ? 0 : 1;
}

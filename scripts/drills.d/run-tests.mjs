import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectOf } from './drill-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

/**
 * @typedef {object} TestRun One test as vitest reports it.
 * @property {string} file
 * @property {string} name
 * @property {string} status
 * @property {number} seconds
 * @property {Readonly<Record<string, number>> | undefined} figures
 */

/**
 * Runs the tests of the rows, each once, one project after the other.
 * @param {readonly import('./drill-table.mjs').Row[]} rows
 * @param {string} reports the folder of vitest's own reports
 * @param {string} seed
 * @returns {readonly TestRun[]}
 */
export function runTests(rows, reports, seed) {
  const environment = { ...process.env, FOLDMART_FULL: '1', FOLDMART_DRILL_SEED: seed };
  const suites = rows.flatMap((row) => row.suites);
  return ['unit', 'int', 'e2e', 'drill'].flatMap((project) => {
    const chosen = suites.filter(({ file }) => projectOf(file) === project);
    return chosen.length === 0
      ? []
      : runProject(project, chosen, environment, `${reports}drills-${project}.json`);
  });
}

/**
 * @param {string} project
 * @param {readonly import('./drill-table.mjs').Suite[]} suites
 * @param {NodeJS.ProcessEnv} env
 * @param {string} outputFile
 */
function runProject(project, suites, env, outputFile) {
  rmSync(outputFile, { force: true });
  const files = [...new Set(suites.map(({ file }) => file))];
  const names = [...new Set(suites.flatMap(({ tests }) => tests))].map(escaped).join('|');
  const args = ['run', '--project', project, ...files, '-t', names];
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  spawnSync(process.execPath, [vitest, ...args, ...output], { cwd: root, env, stdio: 'inherit' });
  return existsSync(outputFile) ? readRuns(outputFile) : [];
}

/**
 * @param {string} text
 */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * @param {string} outputFile
 * @returns {TestRun[]}
 */
function readRuns(outputFile) {
  const { testResults } = JSON.parse(readFileSync(outputFile, 'utf8'));
  return testResults.flatMap((/** @type {any} */ { name: path, assertionResults }) =>
    assertionResults.map((/** @type {any} */ { fullName, status, duration, meta }) => ({
      file: relative(root, path),
      name: fullName,
      status,
      seconds: (duration ?? 0) / 1_000,
      figures: meta?.figures,
    })),
  );
}

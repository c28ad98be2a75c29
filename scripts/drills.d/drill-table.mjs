import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Suite Tests of one file.
 * @property {string} file
 * @property {readonly string[]} tests parts of their names
 * @property {boolean} [isLong] left out by --quick
 *
 * @typedef {object} Row A fault, and the tests that prove what it must not break.
 * @property {number} row
 * @property {string} fault
 * @property {readonly Suite[]} suites
 */

/** @returns {readonly Row[]} */
export function drillTable() {
  return JSON.parse(readFileSync(new URL('rows.json', import.meta.url), 'utf8')).rows;
}

/**
 * The rows with the suites that do not take minutes; a row that has no other is left out.
 * @param {readonly Row[]} rows
 */
export function quickRows(rows) {
  return rows
    .map((row) => ({ ...row, suites: row.suites.filter(({ isLong }) => isLong !== true) }))
    .filter(({ suites }) => suites.length > 0);
}

/**
 * The vitest project that runs a file.
 * @param {string} file
 */
export function projectOf(file) {
  const [, program] = /\.(e2e|drill)\.test\.ts$/.exec(file) ?? [];
  if (program !== undefined) return program;
  if (/^packages\/adapters-memory\//.test(file)) return 'unit';
  return /\.int\.test\.ts$/.test(file) ? 'int' : 'unit';
}

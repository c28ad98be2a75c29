import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/**
 * @typedef {{ readonly id: string, readonly name: string, readonly fileName: string }} TestResult
 * @typedef {{ readonly fileName: string, readonly [field: string]: unknown }} MutantResult
 */

const writeEveryMs = 5_000;

/**
 * Writes what a run has found so far. Stryker itself writes its incremental file when a run ends; with this one, a run that
 * was stopped resumes. The file is a report in Stryker's format.
 */
export class ProgressReporter {
  static inject = /** @type {const} */ (['options']);
  #file;
  /** @type {Record<string, { language: string, source: string, mutants: object[] }>} */
  #files = {};
  /** @type {Record<string, { tests: object[] }>} */
  #testFiles = {};
  #writtenAtMs = 0;

  /** @param {{ readonly incrementalFile: string }} options */
  constructor({ incrementalFile }) {
    this.#file = incrementalFile;
  }

  /** @param {{ readonly result: { readonly tests: readonly TestResult[] } }} event */
  onDryRunCompleted({ result }) {
    for (const { id, name, fileName } of result.tests) {
      (this.#testFiles[nameOf(fileName)] ??= { tests: [] }).tests.push({ id, name });
    }
  }

  /** What earlier runs have found follows at once. Until all of it has come, their file must stay. */
  onMutationTestingPlanReady() {
    this.#writtenAtMs = Date.now();
  }

  /** @param {MutantResult} mutant */
  onMutantTested({ fileName, ...mutant }) {
    const known = (this.#files[nameOf(fileName)] ??= {
      language: 'typescript',
      source: readFileSync(fileName, 'utf8'),
      mutants: [],
    });
    known.mutants.push(mutant);
    if (Date.now() - this.#writtenAtMs >= writeEveryMs) this.#write();
  }

  #write() {
    this.#writtenAtMs = Date.now();
    mkdirSync(dirname(this.#file), { recursive: true });
    const thresholds = { high: 80, low: 60 };
    const found = { files: this.#files, testFiles: this.#testFiles };
    const report = { schemaVersion: '1.0', thresholds, ...found };
    writeFileSync(`${this.#file}.new`, JSON.stringify(report));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** The plugin for Stryker, which is not among the packages of this repository. */
export const strykerPlugins = [
  { kind: 'Reporter', name: 'progress-file', injectableClass: ProgressReporter },
];

/** @param {string} file */
function nameOf(file) {
  return relative('', file);
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ readonly title: string, readonly seeds?: number, readonly why: string }} FailedTest */
/** @typedef {{ fullName: string, status: string, failureMessages: string[], meta?: { seeds?: number } }} Assertion */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} FileResult */

/**
 * Runs tests with a mutant planted, until the first one fails. Resolves with that test, or undefined if all pass.
 * @param {string} root
 * @param {string} mutant
 * @param {{ readonly options: readonly string[], readonly env?: Readonly<Record<string, string>> }} run
 * @returns {Promise<{ readonly failed?: FailedTest, readonly seeds?: number | undefined }>}
 * @throws {Error} if the tests cannot run.
 */
export async function runTests(root, mutant, { options, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'foldmart-mutant-'));
  const report = join(folder, 'report.json');
  try {
    const output = await vitest(
      root,
      ['--reporter=json', `--outputFile=${report}`, '--bail=1', ...options],
      { ...env, FOLDMART_MUTANT: mutant },
    );
    return resultOf(readReport(report, output), output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} options
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<string>}
 */
function vitest(root, options, env) {
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [program, 'run', '--config', 'scripts/mutants/vitest.config.ts', ...options];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output = (output + String(chunk)).slice(-20_000)));
    }
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

/**
 * @param {string} path
 * @param {string} output
 * @returns {{ testResults: FileResult[] }}
 */
function readReport(path, output) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`vitest wrote no report:\n${output}`, { cause: error });
  }
}

/**
 * @param {{ testResults: FileResult[] }} report
 * @param {string} output
 */
function resultOf({ testResults }, output) {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.find(({ status }) => status === 'failed');
  if (failed !== undefined) {
    const { fullName, meta, failureMessages } = failed;
    const why = (failureMessages[0] ?? '').split('\n')[0] ?? '';
    return { failed: { title: fullName, why, ...meta }, seeds: meta?.seeds };
  }
  const broken = testResults.find(({ status }) => status === 'failed');
  if (broken !== undefined) throw new Error(`${broken.name} could not run: ${broken.message}`);
  const passed = all.filter(({ status }) => status === 'passed');
  if (passed.length === 0) throw new Error(`No test ran:\n${output}`);
  return { seeds: passed[0]?.meta?.seeds };
}

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const longestMs = 180_000;

/** @typedef {{ readonly title: string, readonly seeds?: number, readonly why: string }} FailedTest */
/** @typedef {{ fullName: string, status: string, failureMessages: string[], meta?: { seeds?: number } }} Assertion */
/** @typedef {{ name: string, status: string, message?: string, assertionResults: Assertion[] }} FileResult */

/**
 * Runs tests with a mutant planted, until the first one fails. Resolves with that test, or undefined if all pass. Tests
 * that do not end in time, such as in an endless loop, are ended and count as passed.
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
    const { output, hasEnded } = await vitest(
      root,
      ['--reporter=json', `--outputFile=${report}`, '--bail=1', ...options],
      { ...env, FOLDMART_MUTANT: mutant },
    );
    return hasEnded ? resultOf(readReport(report, output), output) : {};
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} given
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<{ readonly output: string, readonly hasEnded: boolean }>}
 */
function vitest(root, given, env) {
  const program = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [program, 'run', '--config', 'scripts/mutants/vitest.config.ts', ...given];
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: { ...process.env, ...env }, detached: true };
    const child = spawn(process.execPath, args, options);
    const timer = setTimeout(() => endGroup(child), longestMs);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output = (output + String(chunk)).slice(-20_000)));
    }
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      resolve({ output, hasEnded: signal === null });
    });
  });
}

/**
 * Ends a process with its workers.
 * @param {import('node:child_process').ChildProcess} child
 */
function endGroup({ pid }) {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
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

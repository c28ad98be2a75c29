import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { earlierResults } from './earlier-results.mjs';
import { partsNamed } from './parts.mjs';
import { scoreOf, survivorsOf, tableOf } from './scores.mjs';

const usage = `Scores the tests of the core by mutants: npm run mutation -- [options]

  --only <part>   this part alone; may be repeated
  --fresh         try every mutant again, whatever earlier runs found
  --again         try again what has survived, whether or not a test is new
  --survivors     list the mutants that no test has killed so far, and run nothing
  --help          show this

Stryker is installed into scripts/mutation at the first run. Reports are written to reports/mutation.
A run resumes where the previous one of its part stopped. Of the results of a run that ended, it keeps those whose code is
unchanged, and tries a survivor again if a test is new. It compares tests by their names: after other changes to tests,
use --again if they check more, and --fresh if they check less. FOLDMART_MUTATION_WORKERS=2 runs two mutants at a time (default 1).
`;

const home = fileURLToPath(new URL('.', import.meta.url));
const root = join(home, '../..');
process.exitCode = await main(process.argv.slice(2));

/** @param {readonly string[]} args */
async function main(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        fresh: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        survivors: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const parts = partsNamed(values.only);
    if (values.help) process.stdout.write(usage);
    else if (values.survivors) listSurvivors(parts);
    else await scoreParts(parts, { isFresh: values.fresh, isAgain: values.again });
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/**
 * @param {readonly import('./parts.mjs').Part[]} parts
 * @param {{ readonly isFresh: boolean, readonly isAgain: boolean }} what
 */
async function scoreParts(parts, { isFresh, isAgain }) {
  await install();
  const stryker = join(home, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  for (const { name } of parts) {
    // A run that was stopped leaves its copy of the repository.
    rmSync(join(root, '.cache/mutation', name), { recursive: true, force: true });
    keepEarlierResults(progressFile(name), isAgain);
    const args = [stryker, 'run', join(home, 'stryker.config.mjs')];
    const fresh = isFresh ? '1' : '0';
    await run(process.execPath, args, {
      FOLDMART_MUTATION_PART: name,
      FOLDMART_MUTATION_FRESH: fresh,
    });
  }
  const scores = parts.map(({ name }) => scoreOf(name, readReport(reportFile(name))));
  process.stdout.write(`${tableOf(scores)}\n`);
}

/**
 * @param {string} file
 * @param {boolean} isAgain
 */
function keepEarlierResults(file, isAgain) {
  if (!existsSync(file)) return;
  writeFileSync(file, JSON.stringify(earlierResults(readReport(file), { isAgain })));
}

/** @param {readonly import('./parts.mjs').Part[]} parts */
function listSurvivors(parts) {
  for (const { name } of parts) {
    const file = progressFile(name);
    if (!existsSync(file)) continue;
    for (const line of survivorsOf(readReport(file))) process.stdout.write(`${line}\n`);
  }
}

/** Stryker uses the vitest of the repository, and is kept out of its packages. */
async function install() {
  if (existsSync(join(home, 'node_modules/@stryker-mutator/core'))) return;
  const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  await run('npm', ['ci', '--prefix', home, ...options], {});
}

/** @param {string} part */
function reportFile(part) {
  return join(root, 'reports/mutation', `${part}.json`);
}

/**
 * Of a run that ended, or of one that was stopped.
 * @param {string} part
 */
function progressFile(part) {
  return join(root, 'reports/mutation', `${part}.progress.json`);
}

/**
 * @param {string} file
 * @returns {import('./scores.mjs').MutationReport}
 */
function readReport(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @returns {Promise<void>}
 */
function run(command, args, env) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${String(code)}`));
    });
  });
}

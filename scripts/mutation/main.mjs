import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { partsNamed } from './parts.mjs';
import { scoreOf, survivorsOf, tableOf } from './scores.mjs';

const usage = `Scores the tests of the core by mutants: npm run mutation -- [options]

  --only <part>   this part alone; may be repeated
  --survivors     list the mutants that no test has killed, of the last run of each part, and run nothing
  --help          show this

Stryker is installed into scripts/mutation at the first run. Reports are written to reports/mutation.
A part takes from ten minutes to some hours. FOLDMART_MUTATION_WORKERS=2 runs two mutants at a time (default 1).
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
        survivors: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    const parts = partsNamed(values.only);
    if (values.help) process.stdout.write(usage);
    else if (values.survivors) listSurvivors(parts);
    else await scoreParts(parts);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** @param {readonly import('./parts.mjs').Part[]} parts */
async function scoreParts(parts) {
  await install();
  const stryker = join(home, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  for (const { name } of parts) {
    const args = [stryker, 'run', join(home, 'stryker.config.mjs')];
    await run(process.execPath, args, { FOLDMART_MUTATION_PART: name });
  }
  const scores = parts.map(({ name }) => scoreOf(name, reportOf(name)));
  process.stdout.write(`${tableOf(scores)}\n`);
}

/** @param {readonly import('./parts.mjs').Part[]} parts */
function listSurvivors(parts) {
  for (const { name } of parts) {
    if (!existsSync(reportFile(name))) continue;
    for (const line of survivorsOf(reportOf(name))) process.stdout.write(`${line}\n`);
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
 * @param {string} part
 * @returns {import('./scores.mjs').MutationReport}
 */
function reportOf(part) {
  return JSON.parse(readFileSync(reportFile(part), 'utf8'));
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

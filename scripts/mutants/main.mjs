import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsNamed } from './catalogue.mjs';
import { findMutant } from './find-mutant.mjs';
import { applyEdit } from './mutant.mjs';
import { tableOf } from './table.mjs';

const usage = `Plants mutants in the shipping code, one at a time, and shows what finds each: npm run mutants -- [options]

  --only <name>   this mutant alone; may be repeated
  --seeds <n>     how many seeds of the simulated world to try (default 30)
  --list          show the mutants, and try none
  --help          show this

Each mutant is planted in the modules as they are loaded: no file is changed. The table is written to
reports/mutants.md. The command fails if nothing finds a mutant that is not marked as equivalent.
Suites of adapters need the services: npm run services -- up
`;

const root = fileURLToPath(new URL('../..', import.meta.url));
process.exitCode = await main(process.argv.slice(2));

/** @param {readonly string[]} args */
async function main(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        seeds: { type: 'string', default: '30' },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!/^[1-9]\d{0,5}$/.test(values.seeds)) {
      throw new RangeError(`--seeds ${values.seeds}: expected a whole number from 1`);
    }
    const mutants = mutantsNamed(values.only);
    if (values.help) process.stdout.write(usage);
    else if (values.list) list(mutants);
    else return await tryAll(mutants, Number(values.seeds));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

/** @param {readonly import('./mutant.mjs').Mutant[]} mutants */
function list(mutants) {
  for (const { name, breaks } of mutants) process.stdout.write(`${name}: ${breaks}\n`);
}

/**
 * @param {readonly import('./mutant.mjs').Mutant[]} mutants
 * @param {number} seeds
 */
async function tryAll(mutants, seeds) {
  for (const { edits } of mutants) {
    for (const edit of edits) applyEdit(readFileSync(join(root, edit.file), 'utf8'), edit);
  }
  const verdicts = [];
  for (const mutant of mutants) {
    const tell = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
    const verdict = await findMutant(root, mutant, { seeds, tell });
    tell(`${mutant.name}: ${verdict.isFound ? `found: ${verdict.what}` : 'not found'}`);
    verdicts.push(verdict);
    mkdirSync(join(root, 'reports'), { recursive: true });
    writeFileSync(join(root, 'reports/mutants.md'), `${tableOf(verdicts, mutants)}\n`);
  }
  process.stdout.write(`${tableOf(verdicts, mutants)}\n`);
  const missed = verdicts.filter(({ mutant, isFound }) => {
    return !isFound && mutants.find(({ name }) => name === mutant)?.equivalent === undefined;
  });
  const found = verdicts.filter(({ isFound }) => isFound);
  process.stdout.write(`\n${found.length} of ${mutants.length} found, ${missed.length} missed\n`);
  return missed.length === 0 ? 0 : 1;
}

import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { quickRows } from './drill-table.mjs';

export const usage = `npm run drills -- [options]: runs the tests that prove what the system survives

  --list         show the faults and their tests, and run nothing
  --only 3,15    run these rows
  --quick        leave out the tests that take minutes or stop shared services
  --seed text    repeat what a run with this seed chose: moments, victims, orders (default: a random one)
  --help         show this

Writes reports/drills.md and reports/drills.json. Exit code 1 if a row fails.
`;

/**
 * @param {readonly string[]} args
 * @param {readonly import('./drill-table.mjs').Row[]} table
 */
export function readArguments(args, table) {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const chosen = values.only === undefined ? table : rowsNamed(values.only, table);
    const rows = values.quick === true ? quickRows(chosen) : chosen;
    if (rows.length === 0)
      return { problem: 'every test of these rows is long: leave out --quick' };
    const seed = values.seed ?? randomBytes(4).toString('hex');
    if (!/^[\w.-]{1,40}$/.test(seed))
      throw new RangeError('--seed: expected 1 to 40 letters, digits, ".", "_" or "-"');
    return { rows, seed, isList: values.list === true, isHelp: values.help === true };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

const options = /** @type {const} */ ({
  list: { type: 'boolean' },
  only: { type: 'string' },
  quick: { type: 'boolean' },
  seed: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
});

/**
 * @param {string} text
 * @param {readonly import('./drill-table.mjs').Row[]} table
 */
function rowsNamed(text, table) {
  const known = table.map(({ row }) => row).join(', ');
  return text.split(',').map((name) => {
    const found = table.find(({ row }) => String(row) === name.trim());
    if (found === undefined) throw new Error(`there is no row "${name}"; the rows are ${known}`);
    return found;
  });
}

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureFirstView } from './page/first-view.mjs';
import { measureMemory } from './page/memory.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `npm run page -- first-view [--events 1000000] [--opens 5] [--database <name>]
npm run page -- memory [--minutes 10] [--rate 100]

first-view  how long the live page takes to show its overview beside a log on Postgres, in Chromium
memory      the memory of the server and of an open page, sampled while events are recorded

Both start the services if they do not run. first-view fills a database of its own and drops it; with --database, the
database is kept, and used as it is if it exists.
`;

/** @param {string[]} args */
function optionsOf(args) {
  const whole = { type: /** @type {const} */ ('string') };
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { events: whole, opens: whole, minutes: whole, rate: whole, database: whole },
  });
  const [name, ...rest] = positionals;
  if (rest.length > 0) throw new Error(`takes one measurement, not also ${rest.join(' ')}`);
  if (values.database !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/.test(values.database)) {
    throw new Error('--database expects lower-case letters, digits and _');
  }
  const number = (/** @type {'events' | 'opens' | 'minutes' | 'rate'} */ option, fallback) => {
    const value = Number(values[option] ?? fallback);
    if (Number.isFinite(value) && value > 0) return value;
    throw new Error(`--${option} expects a number above 0`);
  };
  return {
    name,
    database: values.database,
    events: number('events', 1_000_000),
    opens: number('opens', 5),
    minutes: number('minutes', 10),
    rate: number('rate', 100),
  };
}

const measurements = { 'first-view': measureFirstView, memory: measureMemory };

/** @param {string[]} args */
async function main(args) {
  let options;
  try {
    options = optionsOf(args);
    if (options.name === undefined || !Object.hasOwn(measurements, options.name)) {
      throw new Error(`there is no measurement ${String(options.name)}`);
    }
  } catch (error) {
    process.stderr.write(
      `page: ${error instanceof Error ? error.message : String(error)}\n${usage}`,
    );
    return 2;
  }
  return measurements[options.name](root, options);
}

if (process.argv.includes('--help')) process.stdout.write(usage);
else process.exitCode = await main(process.argv.slice(2));

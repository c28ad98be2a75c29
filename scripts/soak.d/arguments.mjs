import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { faultNames } from './faults.mjs';

export const usage = `npm run soak -- [options]: runs the shop on services of its own, with a fault every 30 seconds

  --minutes <n>   end after this time (default: 10 if there is no --events)
  --events <n>    end after so many orders in the log
  --rate <n>      orders per second (default: 60)
  --seed <text>   the same seed draws the same faults (default: a random one, which is printed)
  --resume        continue the soak that was interrupted or killed
  --help          show this

Faults: ${faultNames.join(', ')}.

FOLDMART_SERVICES_INSTANCE is the set of services that it breaks: 1 to 9, 5 by default.
reports/soak/ has report.html with charts, report.json, and the log of each process.
Exit code 0 if every check held; 1 names the check that did not, and leaves the services running.
`;

const options = /** @type {const} */ ({
  minutes: { type: 'string' },
  events: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  resume: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
});

/**
 * @typedef {object} SoakPlan
 * @property {string} seed
 * @property {number} rate orders per second
 * @property {number | null} minutes
 * @property {number | null} events
 */

/**
 * @param {readonly string[]} args
 * @returns {SoakPlan & { isResumed: boolean, isHelp: boolean, problem?: string }}
 */
export function readArguments(args) {
  const none = { seed: '', rate: 0, minutes: null, events: null };
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.resume && Object.keys(values).some((name) => name !== 'resume' && name !== 'help'))
      throw new RangeError('--resume continues as the soak began: it takes no other option');
    const events = numberOf('--events', values.events);
    const minutes = numberOf('--minutes', values.minutes) ?? (events === null ? 10 : null);
    const rate = numberOf('--rate', values.rate) ?? 60;
    if (rate < 20) throw new RangeError(`--rate ${rate}: pauses are not seen below 20`);
    const seed = values.seed ?? randomBytes(4).toString('hex');
    if (!/^[\w.-]{1,40}$/.test(seed))
      throw new RangeError('--seed: expected 1 to 40 letters, digits, ".", "_" or "-"');
    return { seed, rate, minutes, events, isResumed: values.resume, isHelp: values.help };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { ...none, isResumed: false, isHelp: false, problem };
  }
}

/**
 * @param {string} name
 * @param {string | undefined} text
 */
function numberOf(name, text) {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new RangeError(`${name} ${text}: expected a whole number from 1`);
}

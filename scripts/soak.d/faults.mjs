import { seededChoices } from './random.mjs';

/**
 * @typedef {object} Fault
 * @property {number} number
 * @property {string} name
 * @property {string} target a process or a service
 * @property {number} seconds how long it lasts, before it is healed
 */

const brokers = ['kafka1', 'kafka2', 'kafka3'];

/** What breaks, whom it can hit, and how long it can last. A role with several processes is hit more often. */
const kinds = {
  'kill a process': { targets: 'processes', seconds: [0, 0] },
  'freeze a process': { targets: 'processes', seconds: [4, 15] },
  'stop a broker': { targets: brokers, seconds: [3, 10] },
  'kill a broker': { targets: brokers, seconds: [3, 10] },
  'freeze a broker': { targets: brokers, seconds: [4, 12] },
  'kill Redis': { targets: ['redis'], seconds: [1, 6] },
  'restart Postgres': { targets: ['postgres'], seconds: [0, 5] },
  'kill Postgres': { targets: ['postgres'], seconds: [0, 5] },
  'cut connections': { targets: ['postgres'], seconds: [0, 0] },
  'open a transaction': { targets: ['postgres'], seconds: [5, 15] },
};

export const faultNames = /** @type {(keyof typeof kinds)[]} */ (Object.keys(kinds));

/**
 * The fault with this number. It depends on the seed alone, so that a resumed soak continues the same sequence.
 * @param {string} seed
 * @param {number} number
 * @param {readonly string[]} processes
 * @returns {Fault & { name: keyof typeof kinds }}
 */
export function faultAt(seed, number, processes) {
  const choices = seededChoices(`${seed}/fault/${number}`);
  const name = choices.pick(faultNames);
  const { targets, seconds } = kinds[name];
  const [least = 0, most = 0] = seconds;
  return {
    number,
    name,
    target: choices.pick(typeof targets === 'string' ? processes : targets),
    seconds: Math.round(choices.between(least, most) * 10) / 10,
  };
}

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A part of the core whose tests are scored.
 * @typedef {object} Part
 * @property {string} name Its folder in `packages/core/src`.
 * @property {readonly string[]} tests The files of the tests that may kill its mutants.
 * @property {readonly string[]} slow The ends of the paths of those that take seconds, or that mutants hang in. They run last, in this order.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const core = 'packages/core/test';
const memory = 'packages/adapters-memory/test';

/** @type {readonly Part[]} */
const parts = [
  { name: 'commands', tests: [...testsIn('commands'), ...testsIn('app')], slow: [] },
  {
    name: 'projections',
    // The coupon ledger is what writes derived models.
    tests: [
      ...testsIn('projections'),
      `${core}/shop/coupons/verify-coupons.unit.test.ts`,
      `${memory}/projection-store.conformance.unit.test.ts`,
    ],
    slow: [
      'projection-store.conformance.unit.test.ts',
      'verify-read-models.prop.test.ts',
      'bounded-verify.prop.test.ts',
      'projections-under-crashes.prop.test.ts',
    ],
  },
  { name: 'subscriptions', tests: testsIn('subscriptions'), slow: [] },
  {
    name: 'messaging',
    tests: [...testsIn('messaging'), `${memory}/partitioner.prop.test.ts`],
    slow: ['persist-events.prop.test.ts', 'dead-letter.prop.test.ts'],
  },
  // The suite of the bus is what holds the code that the buses share. In real time it adds minutes and no case.
  {
    name: 'consuming',
    tests: [
      ...testsIn('consuming'),
      `${memory}/event-bus-virtual-time.unit.test.ts`,
      `${memory}/event-bus-sizes.conformance.unit.test.ts`,
      `${memory}/group.prop.test.ts`,
    ],
    slow: [
      'event-bus-virtual-time.unit.test.ts',
      'group.prop.test.ts',
      'event-bus-sizes.conformance.unit.test.ts',
    ],
  },
];

/**
 * The unit tests and properties in a folder of the core's tests, and below.
 * @param {string} folder
 */
function testsIn(folder) {
  const files = readdirSync(`${root}${core}/${folder}`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.(unit|prop)\.test\.ts$/.test(file))
    .map((file) => `${core}/${folder}/${file}`);
}

/**
 * The parts with these names; all of them if none is given.
 * @param {readonly string[]} names
 * @throws {RangeError} if there is no such part.
 */
export function partsNamed(names) {
  if (names.length === 0) return parts;
  return names.map((name) => {
    const found = parts.find((part) => part.name === name);
    if (found !== undefined) return found;
    const known = parts.map((part) => part.name).join(', ');
    throw new RangeError(`--only ${name}: there is no such part, but ${known}`);
  });
}

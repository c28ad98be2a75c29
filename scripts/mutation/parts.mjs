/**
 * A part of the core whose tests are scored.
 * @typedef {object} Part
 * @property {string} name Its folder in `packages/core/src`.
 * @property {readonly string[]} tests The tests that may kill its mutants.
 */

const core = 'packages/core/test';
const memory = 'packages/adapters-memory/test';

/** @type {readonly Part[]} */
const parts = [
  { name: 'commands', tests: [...testsIn('commands'), `${core}/app/*.test.ts`] },
  { name: 'projections', tests: testsIn('projections') },
  { name: 'subscriptions', tests: testsIn('subscriptions') },
  { name: 'messaging', tests: testsIn('messaging') },
  // The suite of the bus is what holds the code that the buses share.
  {
    name: 'consuming',
    tests: [
      ...testsIn('consuming'),
      `${memory}/event-bus*.test.ts`,
      `${memory}/group.prop.test.ts`,
    ],
  },
];

/** @param {string} folder */
function testsIn(folder) {
  return [`${core}/${folder}/**/*.{unit,prop}.test.ts`];
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

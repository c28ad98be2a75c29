import { buses } from './catalogue/buses.mjs';
import { kafka } from './catalogue/kafka.mjs';
import { messaging } from './catalogue/messaging.mjs';
import { postgres } from './catalogue/postgres.mjs';
import { projections } from './catalogue/projections.mjs';
import { redis } from './catalogue/redis.mjs';
import { shop } from './catalogue/shop.mjs';
import { stores } from './catalogue/stores.mjs';

/** All mutants, by the part of the code that they break. */
export const mutants = [
  ...messaging,
  ...buses,
  ...stores,
  ...projections,
  ...shop,
  ...postgres,
  ...redis,
  ...kafka,
];

/**
 * The mutants of these names, or all of them.
 * @param {readonly string[]} names
 * @throws {RangeError} if there is no such mutant.
 */
export function mutantsNamed(names) {
  if (names.length === 0) return mutants;
  return names.map((name) => {
    const mutant = mutants.find((each) => each.name === name);
    if (mutant === undefined) {
      throw new RangeError(`There is no mutant ${name}: --list shows their names.`);
    }
    return mutant;
  });
}

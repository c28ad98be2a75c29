import { createHash } from 'node:crypto';

/**
 * The same choices for the same text.
 * @param {string} seed
 */
export function seededChoices(seed) {
  let count = 0;
  const next = () => {
    count += 1;
    return createHash('sha256').update(`${seed}#${count}`).digest().readUInt32BE() / 2 ** 32;
  };
  return {
    /** A number from `least` to below `most`. @param {number} least @param {number} most */
    between: (least, most) => least + next() * (most - least),
    /** @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => /** @type {any} */ (items[Math.floor(next() * items.length)]),
  };
}

/** @typedef {ReturnType<typeof seededChoices>} Choices */

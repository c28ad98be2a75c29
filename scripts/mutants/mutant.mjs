/**
 * A fault that is planted in the shipping code, and what should find it.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} breaks What is wrong with the code.
 * @property {readonly Edit[]} edits
 * @property {'shop' | 'coupons'} [world] The simulated world to try first, seed by seed.
 * @property {readonly string[]} tests Files of tests, tried one after another if no seed fails.
 * @property {string} [equivalent] Why no test can find it: the code behaves the same.
 */

/**
 * Replaces `find`, which must be in the file exactly once.
 * @typedef {{ readonly file: string, readonly find: string, readonly replace: string }} Edit
 */

/**
 * The text of a file with an edit.
 * @param {string} text
 * @param {Edit} edit
 * @throws {RangeError} if the text to replace is not there exactly once.
 */
export function applyEdit(text, { file, find, replace }) {
  const places = text.split(find).length - 1;
  if (places !== 1) {
    throw new RangeError(
      `${file} has this text ${String(places)} times instead of once, so the mutant must be written again:\n${find}`,
    );
  }
  return text.replace(find, () => replace);
}

import { resolve } from 'node:path';
import { applyEdit } from './mutant.mjs';

/**
 * A plugin of Vite that plants a mutant in the modules as they are loaded. It writes no file.
 * @param {string} root
 * @param {import('./mutant.mjs').Mutant} mutant
 * @returns {import('vite').Plugin}
 */
export function overlay(root, { name, edits }) {
  return {
    name: `mutant ${name}`,
    enforce: 'pre',
    transform(code, id) {
      const own = edits.filter(({ file }) => resolve(root, file) === id);
      return own.length === 0 ? undefined : { code: own.reduce(applyEdit, code), map: null };
    },
  };
}

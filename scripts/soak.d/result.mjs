/**
 * Whether every check held, in a few words.
 * @param {Pick<import('./state.mjs').SoakState, 'broken' | 'isFinished'>} state
 */
export function resultOf({ broken, isFinished }) {
  if (broken !== null) return `broken: ${broken.split('\n')[0]}`;
  return isFinished ? 'every check held' : 'interrupted';
}

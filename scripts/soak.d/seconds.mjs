/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

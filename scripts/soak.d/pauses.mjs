/** A partition without a new order for so long pauses. */
const pauseMs = 2_000;

/**
 * @typedef {object} Recovery
 * @property {number} longestPauseMs the longest time without an order in a partition, from the fault on
 * @property {number} recoveryMs from the heal to the end of the last pause; 0 if no partition paused after it
 */

/**
 * How the partitions moved around a fault.
 * @param {readonly (readonly number[])[]} partitions times at which orders of each were recorded, ascending
 * @param {{ atMs: number, healedMs: number, untilMs: number }} window
 * @returns {Recovery}
 */
export function recoveryOf(partitions, { atMs, healedMs, untilMs }) {
  let [longestPauseMs, recoveryMs] = [0, 0];
  for (const times of partitions) {
    let before = atMs;
    for (const end of [...times.filter((time) => time >= atMs && time <= untilMs), untilMs]) {
      const lengthMs = end - before;
      longestPauseMs = Math.max(longestPauseMs, lengthMs);
      if (lengthMs > pauseMs) recoveryMs = Math.max(recoveryMs, end - healedMs);
      before = end;
    }
  }
  return { longestPauseMs: Math.round(longestPauseMs), recoveryMs: Math.round(recoveryMs) };
}

/**
 * The median and the worst of each kind of fault.
 * @param {readonly { name: string, recovery?: Recovery }[]} faults
 */
export function recoveriesByName(faults) {
  const names = [...new Set(faults.map(({ name }) => name))].sort();
  return names.map((name) => {
    const all = faults.flatMap((fault) => (fault.name === name ? (fault.recovery ?? []) : []));
    return {
      name,
      count: all.length,
      pause: summaryOf(all.map(({ longestPauseMs }) => longestPauseMs)),
      recovery: summaryOf(all.map(({ recoveryMs }) => recoveryMs)),
    };
  });
}

/** @param {readonly number[]} values */
function summaryOf(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const half = Math.floor((sorted.length - 1) / 2);
  return { medianMs: sorted[half] ?? 0, worstMs: sorted.at(-1) ?? 0 };
}

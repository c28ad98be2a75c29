/**
 * The lines that only one of two texts has, with - for the former and + for the latter, in the order of the texts. A line that
 * moved is no change.
 *
 * @param {string} before
 * @param {string} after
 * @returns {string[]}
 */
export function changedLines(before, after) {
  const [former, latter] = [before, after].map((text) => text.split('\n'));
  return [
    ...without(former ?? [], latter ?? []).map((line) => `- ${line}`),
    ...without(latter ?? [], former ?? []).map((line) => `+ ${line}`),
  ];
}

/**
 * @param {string[]} lines
 * @param {string[]} others
 */
function without(lines, others) {
  const left = new Map();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

const width = 960;
const height = 190;
const left = 72;
const bottom = 22;
const top = 8;
const colours = 8;

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {readonly { atMs: number, value: number | null }[]} points a value of null leaves a gap
 */

/**
 * A chart of lines over time, with a mark at each fault.
 * @param {string} title
 * @param {readonly Line[]} lines
 * @param {readonly { atMs: number, name: string }[]} marks
 */
export function chart(title, lines, marks) {
  const points = lines.flatMap((line) => line.points);
  const endMs = points.reduce((latest, { atMs }) => Math.max(latest, atMs), 1);
  const most = niceAbove(points.reduce((greatest, { value }) => Math.max(greatest, value ?? 0), 1));
  /** @param {number} atMs */
  const x = (atMs) => left + (atMs / endMs) * (width - left - 8);
  /** @param {number} value */
  const y = (value) => top + (1 - value / most) * (height - top - bottom);
  const grid = [0, 0.5, 1]
    .map((share) => share * most)
    .map(
      (value) =>
        `<line class="grid" x1="${left}" x2="${width - 8}" y1="${y(value)}" y2="${y(value)}"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`,
    );
  const times = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
    return `<text x="${x(share * endMs)}" y="${height - 6}" text-anchor="${anchor}">${((share * endMs) / 60_000).toFixed(1)} min</text>`;
  });
  const faults = marks
    .filter(({ atMs }) => atMs <= endMs)
    .map(
      ({ atMs, name }) =>
        `<line class="mark" x1="${x(atMs).toFixed(1)}" x2="${x(atMs).toFixed(1)}" y1="${top}" y2="${height - bottom}"><title>${name}</title></line>`,
    );
  const drawn = lines.map(
    (line, index) =>
      `<path class="${classOf(index)}" d="${pathOf(line, x, y)}"><title>${line.name}</title></path>`,
  );
  return `<h2>${title}</h2>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${[...grid, ...faults, ...drawn, ...times].join('')}</svg>${legend(lines)}`;
}

/** Lines beyond the colours are dashed. @param {number} index */
const classOf = (index) => `c${index % colours}${index < colours ? '' : ' dashed'}`;

/** @param {readonly Line[]} lines */
function legend(lines) {
  if (lines.length < 2) return '';
  const entries = lines.map(({ name }, index) => `<li class="${classOf(index)}">${name}</li>`);
  return `<ul>${entries.join('')}</ul>`;
}

/**
 * @param {Line} line
 * @param {(atMs: number) => number} x
 * @param {(value: number) => number} y
 */
function pathOf({ points }, x, y) {
  let isOpen = false;
  const steps = points.map(({ atMs, value }) => {
    const step =
      value === null ? '' : `${isOpen ? 'L' : 'M'}${x(atMs).toFixed(1)} ${y(value).toFixed(1)}`;
    isOpen = value !== null;
    return step;
  });
  return steps.join('');
}

/** The next number that begins with 1, 2 or 5. @param {number} value */
function niceAbove(value) {
  const scale = 10 ** Math.floor(Math.log10(value));
  return scale * ([1, 2, 5].find((step) => step * scale >= value) ?? 10);
}

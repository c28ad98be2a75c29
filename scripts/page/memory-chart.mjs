const width = 720;
const height = 300;
const margin = { left: 56, right: 32, top: 34, bottom: 36 };

/**
 * The course of memory as a picture: the server in blue, the page in orange.
 *
 * @param {readonly { readonly seconds: number, readonly serverMb: number, readonly pageMb: number }[]} samples
 */
export function memoryChart(samples) {
  const lastSecond = Math.max(...samples.map(({ seconds }) => seconds));
  const top = Math.ceil(Math.max(...samples.map(({ serverMb }) => serverMb)) / 50) * 50;
  const x = (seconds) =>
    margin.left + (seconds / lastSecond) * (width - margin.left - margin.right);
  const y = (mb) => height - margin.bottom - (mb / top) * (height - margin.top - margin.bottom);
  const line = (colour, valueOf) =>
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${samples
      .map((each) => `${x(each.seconds).toFixed(1)},${y(valueOf(each)).toFixed(1)}`)
      .join(' ')}"/>`;
  const levels = [0, top / 2, top].map(
    (mb) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(mb)}" y2="${y(mb)}" stroke="#ddd"/>` +
      `<text x="${margin.left - 8}" y="${y(mb) + 4}" text-anchor="end">${mb} MB</text>`,
  );
  const minutes = Array.from({ length: 6 }, (_, nth) => (lastSecond / 5) * nth).map(
    (seconds) =>
      `<text x="${x(seconds)}" y="${height - 12}" text-anchor="middle">${(seconds / 60).toFixed(0)} min</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
<g fill="#444">${[...levels, ...minutes].join('')}</g>
<text x="${margin.left}" y="20" fill="#1f6feb">server, resident memory</text>
<text x="${margin.left + 180}" y="20" fill="#d9730d">page, JavaScript heap</text>
${line('#1f6feb', ({ serverMb }) => serverMb)}
${line('#d9730d', ({ pageMb }) => pageMb)}
</svg>
`;
}

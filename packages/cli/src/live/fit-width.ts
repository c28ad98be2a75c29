// eslint-disable-next-line no-control-regex -- colours are control sequences
const sequence = /\u001b\[[0-9;]*m/y;

/** The text cut to a number of columns, with an ellipsis. Colours are kept, and take no columns. */
export function fitWidth(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let cut = '';
  let width = 0;
  let hasColours = false;
  for (let at = 0; at < text.length;) {
    sequence.lastIndex = at;
    const colour = sequence.exec(text)?.[0];
    const piece = colour ?? String.fromCodePoint(text.codePointAt(at) ?? 0);
    const wide = colour === undefined ? columnsOf(piece) : 0;
    if (colour === undefined && width + wide > columns - 1) break;
    cut += piece;
    width += wide;
    hasColours ||= colour !== undefined;
    at += piece.length;
  }
  return `${cut}…${hasColours ? '\u001b[0m' : ''}`;
}

/** The columns that a text takes. Korean, Chinese and Japanese characters take two. */
export function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- colours are control sequences
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '');
  return Array.from(plain).reduce((sum, character) => sum + columnsOf(character), 0);
}

function columnsOf(character: string): number {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
    character,
  )
    ? 2
    : 1;
}

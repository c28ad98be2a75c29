import { isSameDecimal } from './same-decimal.js';
import { hasLongMantissa, mayLoseDigits } from './suspicious-digits.js';

/** A number in JSON text that a JavaScript number cannot hold. */
export interface LossyNumber {
  /** The names of the fields and the places in lists that lead to it, such as `data.items.0.price`. */
  readonly path: string;
  /** As it is written. */
  readonly text: string;
}

const longestShown = 60;

const colon = /\s*:/y;

const tokens = /["{}[\],]|-?\d[\d.eE+-]*/g;

/** An object with the place of its current field's name in the text, or a list with its current index. */
type Frame = { start: number; end: number } | { index: number };

/**
 * Finds the first number in `json`, which must be valid JSON, that JSON.parse would change: it has too many digits, or is
 * out of range. Undefined if there is none.
 */
export function findLossyNumber(json: string): LossyNumber | undefined {
  return mayLoseDigits(json) ? search(json) : undefined;
}

/** As {@link findLossyNumber}, and faster, for JSON of a database that writes all numbers without an exponent. */
export function findLossyPlainNumber(json: string): LossyNumber | undefined {
  return hasLongMantissa(json) ? search(json) : undefined;
}

/** One line that names the field, its number and the limit. */
export function describeLossyNumber({ path, text }: LossyNumber): string {
  const where = path === '' ? 'the value' : shortened(path);
  return `${where} is ${shortened(text)}, which would become ${String(Number(text))}: JSON numbers are exact to 15 significant digits, and up to 1.7e308`;
}

function shortened(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}

function search(json: string): LossyNumber | undefined {
  const frames: Frame[] = [];
  tokens.lastIndex = 0;
  for (let found = tokens.exec(json); found !== null; found = tokens.exec(json)) {
    const [token] = found;
    if (token === '"') tokens.lastIndex = passString(json, found.index, frames.at(-1));
    else if (token === '{') frames.push({ start: 0, end: 0 });
    else if (token === '[') frames.push({ index: 0 });
    else if (token === '}' || token === ']') frames.pop();
    else if (token === ',') passComma(frames.at(-1));
    else if (!isSameDecimal(token, String(Number(token)))) {
      return { path: pathOf(json, frames), text: token };
    }
  }
  return undefined;
}

/** The index behind the string that begins at `start`. Notes the string in `frame` if it names a field. */
function passString(json: string, start: number, frame: Frame | undefined): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  end += 1;
  if (frame === undefined || 'index' in frame) return end;
  colon.lastIndex = end;
  if (colon.test(json)) {
    frame.start = start;
    frame.end = end;
  }
  return end;
}

function isEscaped(json: string, index: number): boolean {
  let backslashes = 0;
  while (json[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function passComma(frame: Frame | undefined): void {
  if (frame !== undefined && 'index' in frame) frame.index += 1;
}

function pathOf(json: string, frames: readonly Frame[]): string {
  const names = frames.map((frame) =>
    'index' in frame
      ? String(frame.index)
      : (JSON.parse(json.slice(frame.start, frame.end)) as string),
  );
  return names.join('.');
}

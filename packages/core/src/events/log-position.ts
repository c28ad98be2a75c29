import { ValidationError } from '../errors/index.js';

/**
 * A position in the whole log of one store: decimal numbers with dots between them, which order it from left to right. Keep
 * the text and pass it back unchanged; {@link compareLogPositions} tells which of two comes first.
 */
export type LogPosition = string;

const pattern = /^\d+(?:\.\d+)*$/;

/**
 * Negative if `one` comes before `other` in the log, positive if it comes after, zero if they are equal. Positions of
 * different stores cannot be compared.
 *
 * @throws ValidationError if a text is no position.
 */
export function compareLogPositions(one: LogPosition, other: LogPosition): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  for (let nth = 0; nth < Math.max(left.length, right.length); nth += 1) {
    const difference = compareNumbers(left[nth] ?? '', right[nth] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(position: LogPosition): readonly string[] {
  if (!pattern.test(position)) {
    throw new ValidationError(`${JSON.stringify(position)} is no position of a log.`);
  }
  return position.split('.').map((number) => number.replace(/^0+/, ''));
}

/** Compares by digits: a transaction id of Postgres is larger than a number can hold exactly. */
function compareNumbers(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

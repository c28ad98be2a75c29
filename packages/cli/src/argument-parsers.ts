import { InvalidArgumentError } from 'commander';

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number from 0');
  }
  return value;
}

/** Seconds, read as milliseconds. */
export function secondsToMs(text: string): number {
  if (!/^\d*\.?\d+$/.test(text)) throw new InvalidArgumentError('expected seconds, such as 10');
  return Math.round(Number(text) * 1_000);
}

/** A number a second, or `max`. */
export function perSecond(text: string): number | 'max' {
  if (text === 'max') return text;
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0) {
    throw new InvalidArgumentError('expected a number above 0 a second, or max');
  }
  return value;
}

/** Adds up an option that may be given more than once. */
export function collect(text: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, text];
}

import { InvalidArgumentError } from 'commander';

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number from 0');
  }
  return value;
}

/** A parser of whole numbers within inclusive bounds. */
export function wholeFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const bounds = `from ${String(min)} to ${String(max)}`;
    throw new InvalidArgumentError(`expected a whole number ${bounds}`);
  };
}

/** The longest time that timers of Node can wait, about 24 days. */
const mostSeconds = 2_147_483;

/** Seconds, converted to milliseconds. */
export function secondsToMs(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value <= mostSeconds) return Math.round(value * 1_000);
  throw new InvalidArgumentError(`expected seconds, such as 10, up to ${String(mostSeconds)}`);
}

/** An interval of 1 to 86,400 seconds, converted to milliseconds. */
export function intervalMs(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value < 1 || value > 86_400) {
    throw new InvalidArgumentError('expected seconds from 1 to 86400');
  }
  return Math.round(value * 1_000);
}

/** A rate per second, or `max`. */
export function perSecond(text: string): number | 'max' {
  if (text === 'max') return text;
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value >= 0.001 && value <= 1_000_000) return value;
  throw new InvalidArgumentError(
    'expected a number above 0 a second, or max: from 0.001 to 1000000',
  );
}

/** A rate per second or `max`; undefined for `paced`, the bursts and pauses of the settings. */
export function perSecondOrPaced(text: string): number | 'max' | undefined {
  return text === 'paced' ? undefined : perSecond(text);
}

/** Whole numbers from 0, separated by commas. */
export function wholeNumbers(text: string): readonly number[] {
  return text.split(',').map(wholeNumber);
}

/** A whole number from 1. */
export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}

/** A time with a zone, such as 2026-02-03T14:30:00Z, converted to milliseconds since the epoch. */
export function instantMs(text: string): number {
  const value = Date.parse(text);
  if (!/(Z|[+-]\d{2}:\d{2})$/i.test(text) || Number.isNaN(value)) {
    throw new InvalidArgumentError('expected a time such as 2026-02-03T14:30:00Z');
  }
  return value;
}

/** A time with a zone, as text. */
export function instantText(text: string): string {
  instantMs(text);
  return text;
}

/** The name of a member of a group, as every queue accepts it. */
export function memberName(text: string): string {
  if (/^(?!\.\.?$)[A-Za-z0-9._-]{1,249}$/.test(text)) return text;
  throw new InvalidArgumentError('expected a name of at most 249 letters, digits, ., _ and -');
}

/** Collects the values of an option that can be repeated. */
export function collect(text: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, text];
}

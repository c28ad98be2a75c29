import * as z from 'zod';

/** One setting: how its text is read, what it may be, and what it is where nobody sets it. */
export interface Setting<Value> {
  readonly schema: z.ZodType<Value, string>;
  /** For a person: `memory, redis or kafka`, `a whole number from 1 to 65535`. */
  readonly expected: string;
  /** The text that stands for it by default; undefined where there is none. */
  readonly default: string | undefined;
  readonly about: string;
  /** True for what must never be shown. */
  readonly isSecret: boolean;
}

/** The value a setting is read as; undefined is possible where it has no default. */
export type SettingValue<S> = S extends Setting<infer Value> ? Value : never;

type Text<Default extends string | undefined> = Default extends string
  ? string
  : string | undefined;

/** One of a few words. */
export function choice<const Words extends readonly [string, ...string[]]>(
  words: Words,
  fallback: Words[number],
  about: string,
): Setting<Words[number]> {
  return {
    ...plain(about),
    schema: z.enum(words),
    expected: alternatives(words),
    default: fallback,
  };
}

/** One of a few words, or nothing. */
export function optionalChoice<const Words extends readonly [string, ...string[]]>(
  words: Words,
  about: string,
): Setting<Words[number] | undefined> {
  return {
    ...plain(about),
    schema: z.enum(words),
    expected: alternatives(words),
    default: undefined,
  };
}

/** A setting that names an adapter; adapters that are plugged in add their names. */
export interface AdapterSetting<Value> extends Setting<Value> {
  /** The same setting with more names. */
  readonly with: (names: readonly string[]) => AdapterSetting<Value>;
}

/** The name of an adapter. */
export function adapterName(
  names: readonly [string, ...string[]],
  fallback: string,
  about: string,
): AdapterSetting<string> {
  return {
    ...choice(names, fallback, about),
    with: (more) => adapterName([...names, ...more], fallback, about),
  };
}

/** The name of an adapter, or nothing. */
export function optionalAdapterName(
  names: readonly [string, ...string[]],
  about: string,
): AdapterSetting<string | undefined> {
  return {
    ...optionalChoice(names, about),
    with: (more) => optionalAdapterName([...names, ...more], about),
  };
}

/** A whole number within bounds. */
export function whole(
  bounds: { readonly min: number; readonly max: number },
  fallback: number,
  about: string,
): Setting<number> {
  return {
    ...plain(about),
    schema: digits.transform(Number).pipe(z.int().min(bounds.min).max(bounds.max)),
    expected: `a whole number from ${String(bounds.min)} to ${String(bounds.max)}`,
    default: String(fallback),
  };
}

/** A number from 0 to 1. */
export function ratio(fallback: number, about: string): Setting<number> {
  return {
    ...plain(about),
    schema: z
      .string()
      .regex(/^\d*\.?\d+$/)
      .transform(Number)
      .pipe(z.number().min(0).max(1)),
    expected: 'a number from 0 to 1',
    default: String(fallback),
  };
}

/** Seconds, with fractions if need be, read as milliseconds. */
export function seconds(
  bounds: { readonly min: number; readonly max: number },
  fallback: number,
  about: string,
): Setting<number> {
  return {
    ...plain(about),
    schema: z
      .string()
      .regex(/^\d*\.?\d+$/)
      .transform(Number)
      .pipe(z.number().min(bounds.min).max(bounds.max))
      .transform((value) => Math.round(value * 1_000)),
    expected: `seconds from ${String(bounds.min)} to ${String(bounds.max)}`,
    default: String(fallback),
  };
}

/** Yes or no. */
export function flag(fallback: boolean, about: string): Setting<boolean> {
  return { ...plain(about), schema: truth, expected: 'true or false', default: String(fallback) };
}

/** Yes, no, or nothing said. */
export function optionalFlag(about: string): Setting<boolean | undefined> {
  return { ...plain(about), schema: truth, expected: 'true or false', default: undefined };
}

/** Any text, with or without a default. */
export function text<Default extends string | undefined>(
  fallback: Default,
  about: string,
  expected = 'any text',
): Setting<Text<Default>> {
  return {
    ...plain(about),
    schema: z.string(),
    expected,
    default: fallback,
  };
}

/** Text that fits a pattern. */
export function pattern<Default extends string | undefined>(
  regex: RegExp,
  expected: string,
  fallback: Default,
  about: string,
): Setting<Text<Default>> {
  const setting = text(fallback, about, expected);
  return { ...setting, schema: z.string().regex(regex) };
}

/** Text that must never be shown. */
export function secret(about: string): Setting<string | undefined> {
  return { ...text(undefined, about), isSecret: true };
}

/** Addresses `host:port`, separated by commas. */
export function addresses(fallback: string, about: string): Setting<readonly string[]> {
  const address = z.string().regex(/^[^\s:,]+:\d{1,5}$|^\[[^\]]+\]:\d{1,5}$/);
  return {
    ...plain(about),
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .pipe(z.array(address).min(1)),
    expected: 'addresses host:port separated by commas',
    default: fallback,
  };
}

const digits = z.string().regex(/^-?\d+$/);
const truth = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off']))
  .transform((word) => ['true', '1', 'yes', 'on'].includes(word));

function plain(about: string): { readonly about: string; readonly isSecret: boolean } {
  return { about, isSecret: false };
}

function alternatives(words: readonly string[]): string {
  return words.length === 1
    ? String(words[0])
    : `${words.slice(0, -1).join(', ')} or ${String(words.at(-1))}`;
}

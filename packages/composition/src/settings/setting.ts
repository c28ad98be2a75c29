import * as z from 'zod';

/** A setting: how its text is parsed, which texts are valid, and its default. */
export interface Setting<Value> {
  readonly schema: z.ZodType<Value, string>;
  /** For readers: `memory, redis or kafka`, `a whole number from 1 to 65535`. */
  readonly expected: string;
  /** The default, as text; undefined if there is none. */
  readonly default: string | undefined;
  readonly about: string;
  /** True for secrets, which must never be printed. */
  readonly isSecret: boolean;
}

/** The type of a setting's value; undefined is included if it has no default. */
export type SettingValue<S> = S extends Setting<infer Value> ? Value : never;

type Text<Default extends string | undefined> = Default extends string
  ? string
  : string | undefined;

/** One of several words. */
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

/** One of several words, or unset. */
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

/** A setting that names an adapter. Additional adapters add their names. */
export interface AdapterSetting<Value> extends Setting<Value> {
  /** Returns the same setting with additional names. */
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

/** The name of an adapter, or unset. */
export function optionalAdapterName(
  names: readonly [string, ...string[]],
  about: string,
): AdapterSetting<string | undefined> {
  return {
    ...optionalChoice(names, about),
    with: (more) => optionalAdapterName([...names, ...more], about),
  };
}

/** A whole number within inclusive bounds. */
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

/** A whole number within inclusive bounds, or unset. */
export function optionalWhole(
  bounds: { readonly min: number; readonly max: number },
  about: string,
): Setting<number | undefined> {
  return { ...whole(bounds, bounds.min, about), default: undefined };
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

/** Seconds, possibly with fractions, converted to milliseconds. */
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

/** True or false. */
export function flag(fallback: boolean, about: string): Setting<boolean> {
  return { ...plain(about), schema: truth, expected: 'true or false', default: String(fallback) };
}

/** True, false or unset. */
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

/** Text that matches a pattern. */
export function pattern<Default extends string | undefined>(
  regex: RegExp,
  expected: string,
  fallback: Default,
  about: string,
): Setting<Text<Default>> {
  const setting = text(fallback, about, expected);
  return { ...setting, schema: z.string().regex(regex) };
}

/** Text that must never be printed. */
export function secret(about: string): Setting<string | undefined> {
  return { ...text(undefined, about), isSecret: true };
}

/** Addresses `host:port`, separated by commas. */
export function addresses(fallback: string, about: string): Setting<readonly string[]> {
  const address = z
    .string()
    .regex(/^[^\s:/@,]+:\d{1,5}$/)
    .refine((text) => Number(text.split(':')[1]) <= 65_535);
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

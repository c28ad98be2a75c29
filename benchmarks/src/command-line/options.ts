/** An option that some benchmarks take. */
interface OptionDefinition {
  readonly about: string;
  readonly value: string;
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

/** Every option with a value. Values are numbers. */
export const optionDefinitions = {
  messages: {
    about: 'how much one round does',
    value: '<n>',
    least: 1,
    most: 10_000_000,
    isWhole: true,
  },
  rounds: {
    about: 'how often each contender runs',
    value: '<n>',
    least: 1,
    most: 1_000,
    isWhole: true,
  },
  duration: {
    about: 'how long it measures',
    value: '<seconds>',
    least: 1,
    most: 86_400,
    isWhole: false,
  },
  rate: {
    about: "orders a second, instead of the producer's own pace",
    value: '<n>',
    least: 0.01,
    most: 1_000_000,
    isWhole: false,
  },
  users: {
    about: 'users in the catalogue',
    value: '<n>',
    least: 1,
    most: 1_000_000,
    isWhole: true,
  },
  products: {
    about: 'products in the catalogue',
    value: '<n>',
    least: 1,
    most: 1_000_000,
    isWhole: true,
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type OptionName = keyof typeof optionDefinitions;

/** Every option without a value. */
export const flagDefinitions = {
  quick: { about: 'less work and three rounds; under five minutes for all rows' },
  large: { about: 'more work for the rows about growth; up to an hour' },
  check: {
    about: 'every row once, as small as it can be: shows that it works, and measures nothing',
  },
  docs: { about: 'also writes the tables of docs/performance.md and README.md' },
} as const;

export type FlagName = keyof typeof flagDefinitions;

/** Reads the number of an option. Throws a RangeError that says what it may be. */
export function readNumber(name: OptionName, text: string): number {
  const { least, most, isWhole } = optionDefinitions[name];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? 'a whole number' : 'a number';
  throw new RangeError(
    `--${name} is '${text}', but must be ${kind} from ${String(least)} to ${String(most)}`,
  );
}

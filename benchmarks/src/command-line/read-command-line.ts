import { parseArgs } from 'node:util';
import { benchmarks, type Benchmark, type BenchmarkOptions } from './benchmarks.js';
import { optionDefinitions, readNumber, type OptionName } from './options.js';

/** What was asked for: help about all or one benchmark, or some runs. */
export type Request =
  { readonly help: string | undefined } | { readonly runs: readonly RequestedRun[] };

export interface RequestedRun {
  readonly benchmark: Benchmark;
  readonly options: Omit<BenchmarkOptions, 'tell'>;
}

const optionNames = Object.keys(optionDefinitions) as OptionName[];
const texts = Object.fromEntries(optionNames.map((name) => [name, { type: 'string' as const }]));

/** Reads the arguments. Throws an error that says what is wrong with them. */
export function readCommandLine(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...texts,
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help = false, only, ...given } = values as Given;
  const [name, ...rest] = [...positionals, ...(only === undefined ? [] : [only])];
  if (name !== undefined && !Object.hasOwn(benchmarks, name)) {
    throw new RangeError(`there is no benchmark '${name}'`);
  }
  if (rest.length > 0) throw new RangeError(`name one benchmark, not also '${rest.join(' ')}'`);
  if (help) return { help: name };
  return { runs: chosen(name).map((each) => requestedRun(each, given, name !== undefined)) };
}

type Texts = Readonly<Partial<Record<OptionName, string>>>;
type Given = Texts & { readonly help?: boolean; readonly only?: string };

function chosen(name: string | undefined): readonly string[] {
  if (name !== undefined) return [name];
  return Object.keys(benchmarks).filter((each) => benchmarks[each]?.isOnRequest !== true);
}

/** Without a name, each benchmark takes of the options those that it has. */
function requestedRun(name: string, given: Texts, isNamed: boolean): RequestedRun {
  const benchmark = benchmarks[name];
  if (benchmark === undefined) throw new RangeError(`there is no benchmark '${name}'`);
  const foreign = optionNames.find(
    (option) => given[option] !== undefined && benchmark.options[option] === undefined,
  );
  if (isNamed && foreign !== undefined) {
    throw new RangeError(`the benchmark ${name} takes no --${foreign}`);
  }
  const read = (option: OptionName): number => {
    const text = given[option];
    const byDefault = benchmark.options[option] ?? '';
    if (text === undefined && byDefault === '') return Number.NaN;
    return readNumber(option, text ?? byDefault);
  };
  const rate = read('rate');
  return {
    benchmark,
    options: {
      messages: read('messages'),
      rounds: read('rounds'),
      durationMs: read('duration') * 1_000,
      users: read('users'),
      products: read('products'),
      ...(Number.isNaN(rate) ? {} : { rate }),
    },
  };
}

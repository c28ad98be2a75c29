import type { BenchmarkServices } from '../measure/service-settings.js';

/** The services whose CPU time counts for a row. */
export type ServiceName = 'postgres' | 'kafka' | 'redis';

/** How much one round does: in a whole run, and with `--quick`, `--check` or `--large`. */
export interface Sizes {
  readonly full: number;
  readonly quick: number;
  readonly check: number;
  /** By default that of a whole run. */
  readonly large?: number;
}

/** What a row measures. The first measure of a row is the one that its summary compares. */
export interface Measure {
  /** `rate`, or a key of {@link Outcome.values}. */
  readonly key: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
}

/** The least ratio that Foldmart is meant to reach against a contender. */
export interface Aim {
  readonly against: string;
  readonly ratio: number;
  /** The measure that it is about; by default the first one. */
  readonly measure?: string;
}

/** One comparison: the same work, done by several contenders. */
export interface Row {
  readonly name: string;
  readonly about: string;
  /** What is counted, in the plural: `events`, `messages`. */
  readonly counted: string;
  readonly services: readonly ServiceName[];
  readonly sizes: Sizes;
  readonly measures: readonly Measure[];
  /** The first one is Foldmart; the others are compared with it. */
  readonly contenders: readonly Contender[];
  readonly aims?: readonly Aim[];
  /** Makes what all contenders share, such as a filled topic. Its result is passed to each of them. */
  readonly setUp?: (services: BenchmarkServices, size: number) => Promise<object>;
  /** The share of a round's work that is done once before the first round; 0 for none. Default: 0.25. */
  readonly warmUp?: number;
  /** The most rounds, if one takes long. */
  readonly mostRounds?: number;
  /** In a check, rows of one name share databases, one for each contender; they must expect tables in them. */
  readonly sharedDatabase?: string;
  /** Whether it runs only if it is named. */
  readonly isOnRequest?: boolean;
}

/** One way to do the work of a row. */
export interface Contender {
  readonly name: string;
  /** How it does the work, in a few words. */
  readonly how: string;
  /** The most work that it gets in a round, if it would take too long otherwise. */
  readonly atMost?: number;
  /** Whether a check leaves it out, because it is made of much that is not Foldmart's, or shows nothing new. */
  readonly isLeftOutOfChecks?: boolean;
  /** Whether its code changes what others in its process do, such as the parsers of a driver. */
  readonly isIntrusive?: boolean;
  /** Loads the code; only the contender's own process does. */
  readonly load: () => Promise<Open>;
}

/** Connects a contender to the services, and prepares what its rounds share. */
export type Open = (config: ContenderConfig) => Promise<OpenContender>;

/** What a contender is told. */
export interface ContenderConfig {
  readonly services: BenchmarkServices;
  /** A name that is only this contender's: of its empty database if the row uses Postgres, of its groups and keys. */
  readonly own: string;
  /** The work of one round. */
  readonly size: number;
  /** The result of {@link Row.setUp}. */
  readonly shared: object;
}

/** A contender that is connected. */
export interface OpenContender {
  /** Makes what a round needs; not measured. */
  prepare?(round: Round): Promise<void>;
  run(round: Round): Promise<Outcome>;
  /** Ends what the round started; not measured. */
  after?(round: Round): Promise<void>;
  close(): Promise<void>;
}

export interface Round {
  /** 0 for the warm-up. */
  readonly number: number;
  readonly size: number;
}

/** The result of one round. */
export interface Outcome {
  /** How much was done. */
  readonly count: number;
  /** Replaces the time from the start of `run` to its end. */
  readonly seconds?: number;
  /** Replaces the CPU time of the process during `run`. */
  readonly cpuSeconds?: number;
  readonly values?: Readonly<Record<string, number>>;
}

/** Work per second; the usual measure. */
export const perSecond: readonly Measure[] = [{ key: 'rate', unit: '/s', better: 'higher' }];

/** The median and the 99th percentile of how long something takes. */
export const latency: readonly Measure[] = [
  { key: 'p50', unit: 'ms', better: 'lower' },
  { key: 'p99', unit: 'ms', better: 'lower' },
];

import type { ProducedKind } from '@foldmart/core/shop';
import { InvalidArgumentError } from 'commander';
import { UsageError } from '../../usage-error.js';
import type { RulesOptions } from './rules-option.js';
import type { SinkChoice } from './sinks/open-sink.js';

/** The options of `foldmart produce`. */
export interface ProduceOptions extends RulesOptions {
  readonly orders?: number;
  readonly rate?: number | 'max';
  readonly duration?: number;
  readonly seed?: string;
  readonly only?: readonly ProducedKind[];
  readonly scenario?: string;
  readonly messages?: number;
  readonly speed?: number | 'max';
  /** Milliseconds since the epoch. */
  readonly start?: number;
  readonly sink?: SinkChoice;
  readonly sample?: number;
  readonly answerKey?: string;
}

/** Refuses options that have no effect together. */
export function assertTogether(options: ProduceOptions): void {
  const { scenario, sink, sample, answerKey, orders, duration } = options;
  if (scenario === undefined) {
    refuse(options, ['messages', 'speed', 'start', 'answerKey'], 'needs --scenario');
  } else {
    const why =
      'does not go with --scenario, whose stages say what is sent: see foldmart scenarios';
    refuse(options, ['orders', 'rate', 'duration', 'only'], why);
  }
  if (sample !== undefined && (sink !== undefined || answerKey !== undefined)) {
    throw new UsageError(
      'foldmart produce --sample sends nothing: leave out --sink and --answer-key',
    );
  }
  const isEndless = sample === undefined && orders === undefined && duration === undefined;
  if (sink !== undefined && scenario === undefined && isEndless) {
    throw new UsageError(
      'foldmart produce --sink does not wait, so it must know when to end: add --orders, --duration or --scenario',
    );
  }
}

const flags = {
  orders: '--orders',
  rate: '--rate',
  duration: '--duration',
  only: '--only',
  messages: '--messages',
  speed: '--speed',
  start: '--start',
  answerKey: '--answer-key',
} as const satisfies Partial<Record<keyof ProduceOptions, string>>;

function refuse(
  options: ProduceOptions,
  names: readonly (keyof typeof flags)[],
  why: string,
): void {
  const name = names.find((each) => options[each] !== undefined);
  if (name !== undefined) throw new UsageError(`foldmart produce ${flags[name]} ${why}`);
}

/** How many times faster than in life, or `max`. */
export function speedFactor(text: string): number | 'max' {
  if (text === 'max') return text;
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text) && value >= 0.01 && value <= 100_000) return value;
  throw new InvalidArgumentError('expected a factor such as 60, from 0.01 to 100000, or max');
}

/** The path of a JSON file. */
export function jsonPath(text: string): string {
  if (/[^/\\]\.json$/.test(text)) return text;
  throw new InvalidArgumentError('expected a file ending in .json');
}

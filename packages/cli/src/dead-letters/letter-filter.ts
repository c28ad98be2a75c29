import type { DeadLetterFilter, DeadLetterReason, DeadLetterStatus } from '@foldmart/core';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** The options that choose letters. */
export interface FilterOptions {
  readonly group?: string;
  readonly topic?: string;
  readonly reason?: DeadLetterReason;
  readonly key?: Uint8Array;
}

const reasons: readonly DeadLetterReason[] = [
  'malformed',
  'invalid',
  'unknown-type',
  'newer-version',
  'empty',
  'conflict',
  'refused',
  'parked-successor',
];

export const statuses: readonly DeadLetterStatus[] = ['waiting', 'replayed', 'discarded'];

/** Adds the options that choose letters. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--group <group>', 'only letters of this consumer group')
    .option('--topic <topic>', 'only letters of this topic')
    .addOption(new Option('--reason <reason>', 'only letters with this reason').choices(reasons))
    .option('--key <key>', 'only letters of this key: text, or bytes such as hex:00ff', keyBytes);
}

/** The conditions in the options. */
export function filterOf({ group, topic, reason, key }: FilterOptions): DeadLetterFilter {
  return {
    ...(group !== undefined && { group }),
    ...(topic !== undefined && { topic }),
    ...(reason !== undefined && { reason }),
    ...(key !== undefined && { key }),
  };
}

/** Parses `--key`. Throws InvalidArgumentError for hexadecimal text that is not complete. */
export function keyBytes(text: string): Uint8Array {
  if (!text.startsWith('hex:')) return new TextEncoder().encode(text);
  const digits = text.slice('hex:'.length);
  if (!/^([0-9a-f]{2})*$/i.test(digits)) {
    throw new InvalidArgumentError('expected pairs of hexadecimal digits after hex:');
  }
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

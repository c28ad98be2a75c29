import { bytesOf, deadLetterReasons } from '@foldmart/composition';
import type { DeadLetterFilter, DeadLetterReason } from '@foldmart/core';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** The options that choose letters. */
export interface FilterOptions {
  readonly group?: string;
  readonly topic?: string;
  readonly reason?: DeadLetterReason;
  readonly key?: Uint8Array;
}

/** Adds the options that choose letters. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--group <group>', 'only letters of this consumer group')
    .option('--topic <topic>', 'only letters of this topic')
    .addOption(
      new Option('--reason <reason>', 'only letters with this reason').choices(deadLetterReasons),
    )
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
  const bytes = bytesOf(text);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError('expected pairs of hexadecimal digits after hex:');
}

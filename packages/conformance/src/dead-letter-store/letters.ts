import type { DeadLetter, DeadLetterReason, NewDeadLetter } from '@foldmart/core';
import { sourceAt } from '../sample-domain/index.js';

/** Overrides of the default letter. */
export interface LetterOverrides extends Partial<NewDeadLetter> {
  readonly topic?: string;
  readonly group?: string;
  readonly partition?: number;
}

/** The letter of the message at `offset`. */
export function letter(
  offset: number,
  { topic, group, partition, ...overrides }: LetterOverrides = {},
): NewDeadLetter {
  const reason: DeadLetterReason = 'malformed';
  return {
    source: sourceAt(offset, {
      ...(topic === undefined ? {} : { topic }),
      ...(group === undefined ? {} : { group }),
      ...(partition === undefined ? {} : { partition }),
    }),
    reason,
    detail: `letter ${offset}`,
    attempts: 1,
    ...overrides,
  };
}

/** A letter as it was parked. */
export function parked({
  source,
  reason,
  detail,
  attempts,
  eventId,
}: DeadLetter | NewDeadLetter): NewDeadLetter {
  const { key, value } = source;
  return {
    source: { ...source, key: plainBytes(key), value: plainBytes(value) },
    reason,
    detail,
    attempts,
    ...(eventId === undefined ? {} : { eventId }),
  };
}

/** The offsets of letters, which identify them. */
export function offsetsOf(letters: readonly NewDeadLetter[]): readonly number[] {
  return letters.map(({ source }) => Number(source.offset));
}

/** Converts Buffers, which some drivers return, to plain byte arrays. */
function plainBytes(bytes: Uint8Array | null): Uint8Array | null {
  return bytes === null ? null : Uint8Array.from(bytes);
}

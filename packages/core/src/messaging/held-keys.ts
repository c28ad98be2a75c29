import type { MessageSource, NewDeadLetter } from './dead-letter.js';
import { compareCodeUnits } from '../values/compare-code-units.js';

/**
 * What parking a message does to its key, in one consumer group.
 *
 * - `park-key`: later messages of the key are parked behind it until it is replayed or discarded, so the key keeps its order
 * - `skip-message`: later messages of the key are processed; the key loses its order
 */
export type ParkingPolicy = 'park-key' | 'skip-message';

/** Where the head of a held key was published. */
export type KeyHead = Pick<MessageSource, 'key' | 'topicId' | 'partition' | 'offset'>;

/**
 * Whether a letter that is parked for the first time holds its key. A `conflict` does not: the log has an event in its
 * place, so nothing is missing. A `parked-successor` waits behind a letter that already does.
 */
export function holdsKey({ source, reason }: NewDeadLetter): boolean {
  return source.key !== null && reason !== 'conflict' && reason !== 'parked-successor';
}

/**
 * The held keys of one group and topic, as a batch finds and changes them. A message of a held key comes after its head if
 * its offset is larger, or if it is in another partition or another life of the topic.
 */
export class HeldKeys {
  readonly #heads = new Map<string, KeyHead>();
  readonly #added = new Map<string, MessageSource>();

  constructor(heads: readonly KeyHead[] = []) {
    for (const head of heads) {
      if (head.key !== null) this.#heads.set(textOf(head.key), head);
    }
  }

  /** The messages that hold keys since this batch, one for each key. */
  get added(): readonly MessageSource[] {
    return [...this.#added.values()];
  }

  get isEmpty(): boolean {
    return this.#heads.size === 0;
  }

  /** Whether a message is the head of its key, or comes after it. */
  isBehind(source: MessageSource | undefined): boolean {
    const key = source?.key ?? null;
    if (source === undefined || key === null || this.isEmpty) return false;
    const head = this.#heads.get(textOf(key));
    return head !== undefined && comesFrom(head, source);
  }

  /**
   * Makes a message the head of its key. A head from before this batch stays; of several in one batch, the first in the
   * partition is the head.
   */
  hold(source: MessageSource): void {
    if (source.key === null) return;
    const key = textOf(source.key);
    const head = this.#added.get(key);
    if (head === undefined ? this.#heads.has(key) : comesFrom(head, source)) return;
    this.#heads.set(key, source);
    this.#added.set(key, source);
  }
}

/** The letter of a message that waits behind the head of its key. */
export function successorLetter(
  source: MessageSource,
  attempts: number,
  eventId?: string,
): NewDeadLetter {
  return {
    source,
    reason: 'parked-successor',
    detail: 'an earlier message of its key is parked',
    attempts,
    ...(eventId !== undefined && { eventId }),
  };
}

/** The letters in the order of their messages, so that their ids ascend in the order of each key. */
export function inOrderOfMessages<Letter extends Pick<NewDeadLetter, 'source'>>(
  letters: readonly Letter[],
): readonly Letter[] {
  return letters.toSorted(
    ({ source: one }, { source: other }) =>
      compareCodeUnits(one.topic, other.topic) ||
      one.partition - other.partition ||
      compareOffsets(one.offset, other.offset),
  );
}

/** Compares positions of one partition: decimal integers, or several of them joined by `-`. Others compare as text. */
export function compareOffsets(one: string, other: string): number {
  const [parts, others] = [one.split('-'), other.split('-')];
  for (const [index, part] of parts.entries()) {
    const order = comparePart(part, others[index] ?? '0');
    if (order !== 0) return order;
  }
  return parts.length - others.length;
}

function comparePart(one: string, other: string): number {
  if (!/^\d+$/.test(one) || !/^\d+$/.test(other)) return compareCodeUnits(one, other);
  const difference = BigInt(one) - BigInt(other);
  return difference < 0n ? -1 : Number(difference > 0n);
}

function comesFrom(head: KeyHead, source: KeyHead): boolean {
  const isSamePlace = source.topicId === head.topicId && source.partition === head.partition;
  return !isSamePlace || compareOffsets(source.offset, head.offset) >= 0;
}

function textOf(key: Uint8Array): string {
  return key.join();
}

import { waitsBehind, type DeadLetter, type HeldKey, type MessageSource } from '@foldmart/core';
import type { DeadLetterTable } from './dead-letter-table.js';

type Line = Pick<MessageSource, 'group' | 'topic'>;

interface Hold {
  readonly head: string;
  readonly since: string;
}

/** The committed held keys, and the last transactions that changed which messages follow in their lines. */
export class HeldKeyTable {
  readonly #letters: DeadLetterTable;
  readonly #holds = new Map<string, Hold>();
  readonly #lastBatch = new Map<string, number>();
  readonly #lastRelease = new Map<string, number>();

  constructor(letters: DeadLetterTable) {
    this.#letters = letters;
  }

  /** The letters that hold keys of this group and topic. */
  heads(line: Line): readonly DeadLetter[] {
    return [...this.#holds.values()]
      .flatMap(({ head }) => this.#letters.find(head) ?? [])
      .filter(({ source }) => lineOf(source) === lineOf(line));
  }

  /** The letter that holds the key of a message. */
  headOf(source: MessageSource): DeadLetter | undefined {
    const hold = this.#holds.get(keyOf(source));
    return hold && this.#letters.find(hold.head);
  }

  /** The letters that wait from the head of a key on, in their order. */
  waitingFrom(head: DeadLetter): readonly DeadLetter[] {
    const { group, topic, key } = head.source;
    if (key === null) return [];
    const waiting = this.#letters.filter({ group, topic, key, status: 'waiting' });
    return waiting.filter((letter) => letter.id === head.id || waitsBehind(letter, head));
  }

  /** Makes a letter the head of its key, unless the key is held. */
  hold({ id, source, parkedAt }: DeadLetter): void {
    const key = keyOf(source);
    if (!this.#holds.has(key)) this.#holds.set(key, { head: id, since: parkedAt });
  }

  /** Makes the next letter that waits, or a given one, the head instead of `head`. Without any, releases the key. */
  advance(head: DeadLetter, next = this.waitingFrom(head)[0]): void {
    const key = keyOf(head.source);
    const hold = this.#holds.get(key);
    if (hold?.head !== head.id) return;
    if (next === undefined) this.#holds.delete(key);
    else this.#holds.set(key, { ...hold, head: next.id });
  }

  list(): readonly HeldKey[] {
    return [...this.#holds.values()]
      .flatMap(({ head, since }) => {
        const letter = this.#letters.find(head);
        if (letter === undefined) return [];
        const { group, topic, key } = letter.source;
        if (key === null) return [];
        const waiting = this.waitingFrom(letter).length;
        return [{ group, topic, key: Uint8Array.from(key), head, heldSince: since, waiting }];
      })
      .sort((one, other) => Number(one.head) - Number(other.head));
  }

  /** Notes that a transaction recorded messages that are not parked. */
  noteBatch(line: Line, transaction: number): void {
    this.#lastBatch.set(lineOf(line), Math.max(transaction, this.lastBatch(line)));
  }

  noteRelease(line: Line, transaction: number): void {
    this.#lastRelease.set(lineOf(line), Math.max(transaction, this.lastRelease(line)));
  }

  /** The latest transaction with a batch of this group and topic. */
  lastBatch(line: Line): number {
    return this.#lastBatch.get(lineOf(line)) ?? 0;
  }

  /** The latest transaction that replayed letters of this group and topic. */
  lastRelease(line: Line): number {
    return this.#lastRelease.get(lineOf(line)) ?? 0;
  }
}

/** The name of the lock that batches of a group and topic share, and that a replay holds alone. */
export function heldKeysLock(line: Line): string {
  return `held keys of ${lineOf(line)}`;
}

function lineOf({ group, topic }: Line): string {
  return JSON.stringify([group, topic]);
}

function keyOf(source: MessageSource): string {
  return JSON.stringify([source.group, source.topic, source.key?.join()]);
}

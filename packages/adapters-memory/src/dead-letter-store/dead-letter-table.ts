import type {
  Clock,
  DeadLetter,
  DeadLetterQuery,
  MessageSource,
  NewDeadLetter,
} from '@foldmart/core';

/** The committed dead letters, one for each message. */
export class DeadLetterTable {
  readonly #clock: Clock;
  readonly #letters: DeadLetter[] = [];
  readonly #byPlace = new Map<string, MessageSource[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps letters with bytes of their own; drops one whose message is kept already. */
  add(letters: readonly NewDeadLetter[]): void {
    const parkedAt = new Date(this.#clock.now()).toISOString();
    for (const letter of letters) {
      if (!this.#isNew(letter.source)) continue;
      this.#letters.push({ ...letter, id: String(this.#letters.length + 1), parkedAt });
    }
  }

  #isNew(source: MessageSource): boolean {
    const place = placeOf(source);
    const known = this.#byPlace.get(place) ?? [];
    if (known.some((other) => hasSameContents(source, other))) return false;
    this.#byPlace.set(place, [...known, source]);
    return true;
  }

  list({ topic, group, reason, after, limit = 100 }: DeadLetterQuery): readonly DeadLetter[] {
    const found = this.#letters.filter(
      (letter) =>
        (after === undefined || Number(letter.id) > Number(after)) &&
        (topic === undefined || letter.source.topic === topic) &&
        (group === undefined || letter.source.group === group) &&
        (reason === undefined || letter.reason === reason),
    );
    return found.slice(0, limit).map(withOwnBytes);
  }

  countByReason(): Partial<Record<DeadLetter['reason'], number>> {
    const counts: Partial<Record<DeadLetter['reason'], number>> = {};
    for (const { reason } of this.#letters) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  }
}

/** Copies a letter, so that its bytes cannot change. */
export function withOwnBytes<Letter extends NewDeadLetter>(letter: Letter): Letter {
  const { source } = letter;
  const key = source.key === null ? null : Uint8Array.from(source.key);
  const value = source.value === null ? null : Uint8Array.from(source.value);
  return { ...letter, source: { ...source, key, value, headers: { ...source.headers } } };
}

function placeOf({ group, topic, partition, offset }: MessageSource): string {
  return JSON.stringify([group, topic, partition, offset]);
}

function hasSameContents(one: MessageSource, other: MessageSource): boolean {
  return (
    areSameBytes(one.key, other.key) &&
    areSameBytes(one.value, other.value) &&
    JSON.stringify(one.headers) === JSON.stringify(other.headers)
  );
}

function areSameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

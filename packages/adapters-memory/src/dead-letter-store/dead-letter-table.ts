import type {
  Clock,
  DeadLetter,
  DeadLetterAction,
  DeadLetterFilter,
  DeadLetterQuery,
  EditableContents,
  MessageSource,
  NewDeadLetter,
} from '@foldmart/core';
import { areSameBytes, copyOf, withOwnBytes } from './letter-bytes.js';

/** The committed dead letters, one for each message, and what was done to them. */
export class DeadLetterTable {
  readonly #clock: Clock;
  readonly #letters: DeadLetter[] = [];
  readonly #byPlace = new Map<string, DeadLetter[]>();
  #settledCount = 0;
  readonly #actions = new Map<string, DeadLetterAction[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps letters with bytes of their own; drops one whose message is kept already. Returns those that are new. */
  add(letters: readonly NewDeadLetter[]): readonly DeadLetter[] {
    const parkedAt = this.#now();
    return letters.flatMap((letter) => {
      if (this.isKnown(letter.source)) return [];
      const id = String(this.#letters.length + 1);
      const state = { status: 'waiting', settled: null, edited: null } as const;
      const kept: DeadLetter = { ...letter, id, parkedAt, ...state };
      this.#letters.push(kept);
      const place = placeOf(letter.source);
      this.#byPlace.set(place, [...(this.#byPlace.get(place) ?? []), kept]);
      return [kept];
    });
  }

  /** Whether a message is parked, or was. */
  isKnown(source: MessageSource): boolean {
    return this.#idOf(source) !== undefined;
  }

  /** Whether a message was parked, and its letter was replayed or discarded. */
  isSettled(source: MessageSource): boolean {
    const id = this.#settledCount === 0 ? undefined : this.#idOf(source);
    return id !== undefined && this.find(id)?.status !== 'waiting';
  }

  list({ after, limit = 100, ...filter }: DeadLetterQuery): readonly DeadLetter[] {
    const found = this.filter(filter).filter(
      ({ id }) => after === undefined || Number(id) > Number(after),
    );
    return found.slice(0, limit).map(withOwnBytes);
  }

  /** The letters themselves, in ascending order of their ids. */
  filter({ topic, group, reason, status, key }: DeadLetterFilter): readonly DeadLetter[] {
    return this.#letters.filter(
      (letter) =>
        (topic === undefined || letter.source.topic === topic) &&
        (group === undefined || letter.source.group === group) &&
        (reason === undefined || letter.reason === reason) &&
        (status === undefined || letter.status === status) &&
        (key === undefined || areSameBytes(letter.source.key, key)),
    );
  }

  countByReason(filter: DeadLetterFilter): Partial<Record<DeadLetter['reason'], number>> {
    const counts: Partial<Record<DeadLetter['reason'], number>> = {};
    for (const { reason } of this.filter(filter)) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  }

  find(id: string): DeadLetter | undefined {
    const letter = this.#letters[Number(id) - 1];
    return letter?.id === id ? letter : undefined;
  }

  history(id: string): readonly DeadLetterAction[] {
    return this.#actions.get(id) ?? [];
  }

  edit(id: string, contents: EditableContents, by: string): void {
    this.#change(id, { edited: copyOf(contents) });
    this.#note(id, 'edited', by, '');
  }

  settle(id: string, as: 'replayed' | 'discarded', by: string, note = ''): void {
    this.#settledCount += 1;
    this.#change(id, { status: as, settled: { by, at: this.#now() } });
    this.#note(id, as, by, note);
  }

  /** A replay failed: the letter waits, for this reason now. */
  fail(id: string, { reason, detail }: Pick<DeadLetter, 'reason' | 'detail'>, by: string): void {
    this.#change(id, { reason, detail });
    this.#note(id, 'replay-failed', by, `${reason}: ${detail}`);
  }

  #idOf(source: MessageSource): string | undefined {
    const known = this.#byPlace.get(placeOf(source)) ?? [];
    return known.find((other) => hasSameContents(source, other.source))?.id;
  }

  #change(id: string, change: Partial<DeadLetter>): void {
    const letter = this.find(id);
    if (letter !== undefined) this.#letters[Number(id) - 1] = { ...letter, ...change };
  }

  #note(id: string, action: DeadLetterAction['action'], by: string, note: string): void {
    this.#actions.set(id, [...this.history(id), { action, by, at: this.#now(), note }]);
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
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

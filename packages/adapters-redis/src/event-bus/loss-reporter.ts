import type { SubscriptionObserver } from '@foldmart/core';
import type { Heartbeat, PartitionState } from './group-membership.js';
import type { StreamPosition } from './stream-position.js';

/**
 * Reports to an observer what its group loses: before retention removes messages, and after the server lost its data.
 * A loss ranges from its first offset up to, but excluding, the offset at which reading continues.
 */
export class LossReporter {
  readonly #observer: SubscriptionObserver;
  readonly #unread = new Map<number, number>();
  readonly #warnedBelow = new Map<number, number>();
  readonly #beforeLoss = new Map<number, number>();
  /** Of the partitions held, the offset after the last message. */
  readonly #ends = new Map<number, number>();
  #life: string | undefined;

  constructor(observer: SubscriptionObserver) {
    this.#observer = observer;
  }

  /**
   * Takes the state of all partitions from a heartbeat. Reports what is about to be removed from the partitions held.
   */
  learn({ life, isSuccessor, partitions }: Heartbeat): void {
    if (this.#life !== undefined && this.#life !== life) {
      if (isSuccessor) this.deleted();
      for (const [partition, offset] of this.#unread) this.#beforeLoss.set(partition, offset);
      this.#forget();
    }
    this.#life = life;
    this.#ends.clear();
    for (const state of partitions) {
      const unread = state.committed ? state.committed.offset + 1 : firstKept(state);
      this.#unread.set(state.partition, Math.max(unread, this.#unread.get(state.partition) ?? 0));
      if (state.token === undefined) continue;
      this.#ends.set(state.partition, state.last.offset + 1);
      this.#reportWarning(state);
    }
  }

  /** The topic was deleted: what was not read in the partitions held is lost. */
  deleted(): void {
    for (const [partition, end] of this.#ends) {
      const from = this.#unread.get(partition) ?? end;
      if (from >= end) continue;
      const reason = 'the topic was deleted';
      this.#observer.lost?.({ partition, from: String(from), to: String(end), reason });
    }
    this.#forget();
  }

  committed(partition: number, { offset }: StreamPosition): void {
    this.#unread.set(partition, offset + 1);
  }

  /**
   * A partition was taken. If it has no commit in this life of the topic, everything unread in the life before is
   * lost.
   */
  taken(state: PartitionState): void {
    const from = this.#beforeLoss.get(state.partition);
    this.#beforeLoss.delete(state.partition);
    if (from === undefined || state.committed !== undefined) return;
    this.#observer.lost?.({
      partition: state.partition,
      from: String(from),
      to: String(firstKept(state)),
      reason: 'the topic was lost with the data of Redis, and created again',
    });
  }

  #forget(): void {
    this.#unread.clear();
    this.#warnedBelow.clear();
    this.#ends.clear();
  }

  #reportWarning({ partition, trimmedBelow }: PartitionState): void {
    const unread = this.#unread.get(partition) ?? 0;
    const from = Math.max(unread, this.#warnedBelow.get(partition) ?? 0);
    if (trimmedBelow === undefined || from >= trimmedBelow) return;
    this.#warnedBelow.set(partition, trimmedBelow);
    this.#observer.lost?.({
      partition,
      from: String(from),
      to: String(trimmedBelow),
      reason: 'older than the retention of the topic: about to be removed unread',
    });
  }
}

function firstKept({ last, kept }: PartitionState): number {
  return last.offset + 1 - kept;
}

import {
  isPortError,
  settlesWithin,
  type Clock,
  type EventBusAdmin,
  type PartitionLag,
} from '@foldmart/core';
import type { Consumer } from './consumers.js';
import type { WatchedBatches } from './watched-batches.js';

export interface WaitingMessagesDependencies {
  readonly admin: Pick<EventBusAdmin, 'lag'>;
  readonly clock: Clock;
}

/** A consumer, and what it reports of itself. */
export interface WatchedConsumer {
  readonly consumer: Consumer;
  readonly batches: WatchedBatches;
  readonly assignments: () => readonly number[];
  /** Whether a batch of the partition has failed and is redelivered later. */
  readonly isBackingOff: (partition: number) => boolean;
}

const lagLimitMs = 5_000;

/**
 * Looks for messages that wait although the owner of their partition has nothing in hand: a member whose loop hangs
 * delivers nothing, and so has no handler that could be watched.
 */
export class WaitingMessages {
  readonly #dependencies: WaitingMessagesDependencies;
  /** What each partition had committed at the last look, if messages waited then. */
  #committed = new Map<string, string>();

  constructor(dependencies: WaitingMessagesDependencies) {
    this.#dependencies = dependencies;
  }

  /** Looks every `intervalMs` until the signal aborts. */
  async keepLooking(
    consumers: readonly WatchedConsumer[],
    { intervalMs, signal }: { readonly intervalMs: number; readonly signal: AbortSignal },
  ): Promise<void> {
    const { clock } = this.#dependencies;
    await clock.sleep(intervalMs, signal);
    while (!signal.aborted) {
      for (const consumer of consumers) await this.#look(consumer);
      await clock.sleep(intervalMs, signal);
    }
  }

  async #look({ consumer, batches, assignments, isBackingOff }: WatchedConsumer): Promise<void> {
    const held = assignments();
    if (held.length === 0) return;
    const lags = await this.#lagOf(consumer);
    for (const partition of held) {
      const found = lags.find((each) => each.partition === partition);
      const isBusy = batches.isHandling(partition) || isBackingOff(partition);
      const waits = found !== undefined && !isBusy && this.#hasWaited(found);
      if (waits) batches.messagesWait(partition, found.lag);
      else batches.messagesTaken(partition);
    }
  }

  /** True if messages waited at the last look too, and nothing was committed since. */
  #hasWaited({ group, topic, partition, committed, lag }: PartitionLag): boolean {
    const key = `${group} ${topic}/${String(partition)}`;
    const now = committed ?? '';
    const hasWaited = this.#committed.get(key) === now;
    if (lag > 0) this.#committed.set(key, now);
    else this.#committed.delete(key);
    return lag > 0 && hasWaited;
  }

  /** Nothing is known while the bus does not answer, or the topic is deleted. */
  async #lagOf({ group, topic }: Consumer): Promise<readonly PartitionLag[]> {
    const { admin, clock } = this.#dependencies;
    const asked = admin.lag(group, topic);
    try {
      return (await settlesWithin(clock, lagLimitMs, asked)) ? await asked : [];
    } catch (error) {
      if (isPortError(error)) return [];
      throw error;
    }
  }
}

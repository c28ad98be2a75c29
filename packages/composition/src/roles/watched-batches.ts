import type { BatchHandler, MessageBatch } from '@foldmart/core';
import { watchStep, type StalledWork, type Watchdog, type WorkWatch } from '../progress/index.js';
import type { Consumer } from './consumers.js';

/** Counts how often a partition has stalled in this process since one of its batches was handled. */
export type PartitionStalls = Map<string, number>;

export interface WatchedBatchesOptions {
  readonly watchdog: Watchdog;
  readonly consumer: Consumer;
  /** Shared by the consumers of the process: a partition may move from one to another. */
  readonly stalls: PartitionStalls;
  /** Makes the handler of one partition. */
  readonly handlerFor: (watch: WorkWatch) => BatchHandler;
  /** A partition does not move, for the `count`-th time. */
  readonly onStall: (stall: StalledWork, count: number) => void;
}

interface Watched {
  readonly watch: WorkWatch;
  readonly handler: BatchHandler;
}

/** The batches of one consumer, watched partition by partition, also after it has joined its group again. */
export class WatchedBatches {
  readonly #options: WatchedBatchesOptions;
  readonly #partitions = new Map<number, Watched>();
  readonly #waiting = new Map<number, () => void>();
  #handling = new Set<number>();

  constructor(options: WatchedBatchesOptions) {
    this.#options = options;
  }

  /** Handles the batches of a new membership. Handlers of former ones that still run no longer count. */
  handler(): BatchHandler {
    const handling = new Set<number>();
    this.#handling = handling;
    return async (batch, context) => {
      const { partition } = batch;
      const { watch, handler } = this.#of(partition);
      handling.add(partition);
      this.messagesTaken(partition);
      try {
        await watchStep(watch, stepOf(batch), () => handler(batch, context));
        if (handling === this.#handling) this.#finished(partition, watch);
      } finally {
        handling.delete(partition);
      }
    };
  }

  isHandling(partition: number): boolean {
    return this.#handling.has(partition);
  }

  /** Messages of a partition wait, and the member neither takes nor commits any. */
  messagesWait(partition: number, lag: number): void {
    if (this.#waiting.has(partition)) return;
    const { watch } = this.#of(partition);
    this.#waiting.set(partition, watch.begin(`taking ${String(lag)} messages that wait`));
  }

  /** Messages of a partition are taken, or none waits. */
  messagesTaken(partition: number): void {
    this.#waiting.get(partition)?.();
    this.#waiting.delete(partition);
  }

  /** Watches these partitions only. */
  keep(held: readonly number[]): void {
    for (const [partition, { watch }] of this.#partitions) {
      if (held.includes(partition)) continue;
      this.messagesTaken(partition);
      this.#partitions.delete(partition);
      this.#options.watchdog.close(watch);
    }
  }

  #of(partition: number): Watched {
    const known = this.#partitions.get(partition);
    if (known !== undefined) return known;
    const { watchdog, consumer, handlerFor } = this.#options;
    const work = `${consumer.member} at ${consumer.topic}/${String(partition)}`;
    const watch = watchdog.open({ role: 'consumers', work });
    void this.#listen(partition, watch);
    const watched = { watch, handler: handlerFor(watch) };
    this.#partitions.set(partition, watched);
    return watched;
  }

  async #listen(partition: number, watch: WorkWatch): Promise<void> {
    for (;;) {
      const stall = await watch.nextStall();
      this.#waiting.delete(partition);
      const { stalls, onStall } = this.#options;
      const count = (stalls.get(this.#keyOf(partition)) ?? 0) + 1;
      stalls.set(this.#keyOf(partition), count);
      onStall(stall, count);
    }
  }

  #finished(partition: number, watch: WorkWatch): void {
    watch.finished();
    this.#options.stalls.delete(this.#keyOf(partition));
  }

  #keyOf(partition: number): string {
    const { group, topic } = this.#options.consumer;
    return `${group} ${topic}/${String(partition)}`;
  }
}

function stepOf({ messages }: MessageBatch): string {
  const from = messages[0]?.offset ?? '';
  return `a batch of ${String(messages.length)} messages from offset ${from}`;
}

import type { AppendResult, StreamAppend } from '@foldmart/core';

/** A call of `append` that waits for its transaction. */
export interface AppendCall {
  readonly appends: readonly StreamAppend[];
  resolve(results: readonly AppendResult[]): void;
  reject(error: unknown): void;
}

export interface AppendQueueOptions {
  /** The number of transactions at once. */
  readonly transactions: number;
  /** More events than this share no transaction, unless one call has them. */
  readonly eventsPerTransaction: number;
  /** If no transaction runs, at least as many waiting events are divided between two. */
  readonly fewestEventsToDivide: number;
}

/**
 * Gathers calls of `append` into groups that share a transaction. A call waits only while every transaction is in use,
 * or while an earlier call writes one of its streams; calls for one stream keep their order.
 */
export class AppendQueue {
  readonly #run: (group: readonly AppendCall[]) => Promise<void>;
  readonly #options: AppendQueueOptions;
  readonly #streamsInUse = new Set<string>();
  #waiting: AppendCall[] = [];
  readonly #idle: (() => void)[] = [];
  #free: number;
  #isScheduled = false;

  /** `run` settles every call of a group, and never rejects. */
  constructor(run: (group: readonly AppendCall[]) => Promise<void>, options: AppendQueueOptions) {
    this.#run = run;
    this.#options = options;
    this.#free = options.transactions;
  }

  add(appends: readonly StreamAppend[]): Promise<readonly AppendResult[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ appends, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when no call waits or runs. */
  async drained(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #isIdle(): boolean {
    return this.#waiting.length === 0 && this.#free === this.#options.transactions;
  }

  /** Calls that are made in the same turn of the event loop are gathered before the first of them starts. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#startGroups();
    });
  }

  #startGroups(): void {
    while (this.#free > 0) {
      const group = this.#take();
      if (group.length === 0) return;
      void this.#runGroup(group);
    }
  }

  async #runGroup(group: readonly AppendCall[]): Promise<void> {
    const streams = group.flatMap(streamsOf);
    this.#free -= 1;
    for (const stream of streams) this.#streamsInUse.add(stream);
    await this.#run(group);
    for (const stream of streams) this.#streamsInUse.delete(stream);
    this.#free += 1;
    if (this.#isIdle()) for (const resolve of this.#idle.splice(0)) resolve();
    else this.#schedule();
  }

  #take(): readonly AppendCall[] {
    const group: AppendCall[] = [];
    const left: AppendCall[] = [];
    const blocked = new Set(this.#streamsInUse);
    const mostEvents = this.#mostEvents();
    let events = 0;
    for (const call of this.#waiting) {
      const streams = streamsOf(call);
      const size = eventsOf(call);
      const fits = group.length === 0 || events + size <= mostEvents;
      if (fits && !streams.some((stream) => blocked.has(stream))) {
        group.push(call);
        events += size;
      } else left.push(call);
      for (const stream of streams) blocked.add(stream);
    }
    this.#waiting = left;
    return group;
  }

  /**
   * Callers that append again after each result would all wait for one transaction, and the server for them. Of two, this
   * process prepares one while the server writes the other.
   */
  #mostEvents(): number {
    const { transactions, eventsPerTransaction, fewestEventsToDivide } = this.#options;
    if (transactions === 1 || this.#free < transactions) return eventsPerTransaction;
    const waiting = this.#waiting.reduce((sum, call) => sum + eventsOf(call), 0);
    if (waiting < fewestEventsToDivide) return eventsPerTransaction;
    return Math.min(eventsPerTransaction, Math.ceil(waiting / 2));
  }
}

function streamsOf({ appends }: AppendCall): readonly string[] {
  return appends.map(({ streamId }) => streamId);
}

function eventsOf({ appends }: AppendCall): number {
  return appends.reduce((sum, { events }) => sum + events.length, 0);
}

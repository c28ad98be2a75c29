import { settlesWithin, type DeliveryContext } from '@foldmart/core';
import type { HandledOffset, Membership, PartitionLeaders } from '../client/kafka-client.js';
import type { MemberFailures } from './member-failures.js';
import { OffsetCommitter } from './offset-committer.js';
import { PartitionFetcher } from './partition-fetcher.js';
import { PartitionWorker } from './partition-worker.js';
import type { SubscriptionContext } from './subscription-context.js';

export interface WorkEvents {
  /** The member is no longer in its group, so its work does not count. */
  readonly onLost: (error: unknown) => void;
  /** An error that no retry can help. */
  readonly onFatal: (error: unknown) => void;
  /** A read or a commit failed, and is retried. */
  readonly onFailed: (error: unknown) => void;
  /** A broker has answered a read. */
  readonly onAnswered: () => void;
  /** The number of partitions of the topic has changed. */
  readonly onPartitionsChanged: () => void;
  /** A broker does not know the topic, or not the offset that is to be read. Resolves when that is checked. */
  readonly onTopicDoubted: () => Promise<void>;
  /** Whether the member is between two generations. */
  readonly isJoining: () => boolean;
  /** The id of the topic that is read. */
  readonly topicId: () => string;
}

export interface WorkOptions {
  readonly delivery: DeliveryContext;
  readonly failures: MemberFailures;
  readonly events: WorkEvents;
}

/**
 * What a member does with its partitions: it reads, handles and commits them. It continues during a rebalance, for
 * those partitions that the member keeps.
 */
export class MemberWork {
  readonly #context: SubscriptionContext;
  readonly #options: WorkOptions;
  readonly #workers = new Map<number, PartitionWorker>();
  /** By partition, a promise for the end of a handler that still ran when its partition was lost. */
  readonly #leftBehind = new Map<number, Promise<void>>();
  readonly #committer: OffsetCommitter;
  readonly #fetcher: PartitionFetcher;
  #lost = new AbortController();

  constructor(context: SubscriptionContext, options: WorkOptions) {
    this.#context = context;
    this.#options = options;
    const { failures, events } = options;
    this.#committer = new OffsetCommitter(context, {
      onFailure: (error) => this.#failed('commit', error),
      onLost: events.onLost,
      onCommitted: () => failures.progressed('commit'),
      isJoining: events.isJoining,
      topicId: events.topicId,
    });
    this.#fetcher = new PartitionFetcher(context, this.#workers, {
      onFailure: (leader, error) => this.#failed(`read from ${leader}`, error),
      onRead: (leader) => {
        failures.progressed(`read from ${leader}`);
        events.onAnswered();
      },
      onPartitionsChanged: events.onPartitionsChanged,
      onTopicDoubted: events.onTopicDoubted,
      topicId: events.topicId,
    });
  }

  /** The partitions held, ascending. */
  partitions(): readonly number[] {
    return [...this.#workers.keys()].sort((a, b) => a - b);
  }

  /** Commits in a new generation from here on. */
  enter(membership: Membership): void {
    this.#lost = new AbortController();
    this.#committer.enter(membership);
  }

  /** Begins to work on partitions, each from an offset. */
  take(positions: ReadonlyMap<number, HandledOffset>, leaders: PartitionLeaders): void {
    for (const [partition, position] of positions) {
      this.#workers.set(partition, this.#createWorker(partition, position));
    }
    this.#fetcher.readFrom(leaders);
  }

  /** Gives up partitions: lets the batches in flight end, and commits, while that can count and for `limitMs` at most. */
  async release(partitions: readonly number[], limitMs: number): Promise<void> {
    const workers = partitions.flatMap((partition) => this.#workers.get(partition) ?? []);
    const stopped = Promise.all(workers.map((worker) => worker.stop()));
    const settled = stopped.then(() => this.#committer.settle(partitions));
    const lost = whenAborted(this.#lost.signal);
    await settlesWithin(this.#context.clock, limitMs, Promise.race([settled, lost]));
    this.#drop(workers);
  }

  /** Gives up everything at once, because the member lost it. */
  lose(): void {
    this.#lost.abort();
    this.#drop([...this.#workers.values()]);
  }

  /** Reads and commits nothing more. */
  end(): void {
    this.lose();
    this.#fetcher.stop();
    this.#committer.end();
  }

  /** Ends at once: settles, commits and announces nothing. */
  abandon(): void {
    this.#fetcher.stop();
    this.#committer.end();
    for (const worker of this.#workers.values()) worker.abandon();
  }

  #drop(workers: readonly PartitionWorker[]): void {
    for (const worker of workers) {
      // Another worker may have taken its place while this one settled.
      if (this.#workers.get(worker.partition) === worker) this.#workers.delete(worker.partition);
      this.#committer.forget(worker.partition);
      this.#leaveBehind(worker);
      worker.lose();
    }
  }

  #leaveBehind({ partition, finished }: PartitionWorker): void {
    this.#leftBehind.set(partition, finished);
    void finished.then(() => {
      if (this.#leftBehind.get(partition) === finished) this.#leftBehind.delete(partition);
    });
  }

  #createWorker(partition: number, { offset, handled }: HandledOffset): PartitionWorker {
    return new PartitionWorker(this.#context, {
      partition,
      position: offset,
      handled,
      topicId: this.#options.events.topicId(),
      delivery: this.#options.delivery,
      predecessor: this.#leftBehind.get(partition) ?? Promise.resolve(),
      onHandled: (...offsets) => this.#committer.advance(...offsets),
      onHungry: () => this.#fetcher.wake(),
    });
  }

  #failed(activity: 'commit' | `read from ${number}`, error: unknown): void {
    this.#context.logger.debug('a member failed and retries', { activity, error: String(error) });
    const { failures, events } = this.#options;
    if (failures.isFatal(activity, error)) events.onFatal(error);
    else events.onFailed(error);
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

import { retryDelayMs, type RetryPolicy } from '@foldmart/core';
import { kafkaErrorType } from '../classify-error.js';
import type { FetchLimits, PartitionLeaders } from '../client/kafka-client.js';
import type { PartitionWorker } from './partition-worker.js';
import type { SubscriptionContext } from './subscription-context.js';

const RETRY: RetryPolicy = { firstDelayMs: 50, longestDelayMs: 1_000 };
/** How long a broker may delay a response while another partition on it is about to need more. */
const BUSY_WAIT_MS = 20;

/** The errors of a broker that does not know the topic. */
const DOUBTS = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID', 'INCONSISTENT_TOPIC_ID']);

export interface FetcherEvents {
  /** A read failed. It is retried. */
  readonly onFailure: (leader: number, error: unknown) => void;
  /** A read succeeded, with or without messages. */
  readonly onRead: (leader: number) => void;
  /** The number of partitions of the topic has changed. */
  readonly onPartitionsChanged: () => void;
  /** A broker does not know the topic, or not the next offset. Resolves when the topic is checked. */
  readonly onTopicDoubted: () => Promise<void>;
  /** The id of the topic that is read; empty if unknown. */
  readonly topicId: () => string;
}

/** Fetches for the partitions of a member: one request at a time to each broker that leads some of them. */
export class PartitionFetcher {
  readonly #context: SubscriptionContext;
  readonly #workers: ReadonlyMap<number, PartitionWorker>;
  readonly #events: FetcherEvents;
  readonly #stopped = new AbortController();
  readonly #loops = new Set<number>();
  #leaders: PartitionLeaders = new Map();
  #wakers: (() => void)[] = [];

  constructor(
    context: SubscriptionContext,
    workers: ReadonlyMap<number, PartitionWorker>,
    events: FetcherEvents,
  ) {
    this.#context = context;
    this.#workers = workers;
    this.#events = events;
  }

  /** Begins to read, or also reads the partitions that were added. */
  readFrom(leaders: PartitionLeaders): void {
    this.#leaders = leaders;
    this.wake();
    this.#start();
  }

  /** A worker has room for more. */
  wake(): void {
    for (const waker of this.#wakers.splice(0)) waker();
  }

  stop(): void {
    this.#stopped.abort();
    this.wake();
  }

  #start(): void {
    for (const partition of this.#workers.keys()) {
      const leader = this.#leaders.get(partition) ?? -1;
      if (this.#loops.has(leader)) continue;
      this.#loops.add(leader);
      void this.#readLed(leader);
    }
  }

  async #readLed(leader: number): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      const led = this.#ledBy(leader);
      if (led.length === 0) break;
      const hungry = led.filter((worker) => worker.isHungry());
      if (hungry.length === 0) {
        await this.#nextWake();
        continue;
      }
      const isMoreWanted = led.some((worker) => worker.isHandling() && !worker.isHungry());
      const error = await this.#read(leader, hungry, isMoreWanted);
      failures = error === undefined ? 0 : failures + 1;
      if (error === undefined) this.#events.onRead(leader);
      else await this.#recover(leader, error, failures);
    }
    this.#loops.delete(leader);
  }

  async #read(
    leader: number,
    hungry: readonly PartitionWorker[],
    isMoreWanted: boolean,
  ): Promise<unknown> {
    const { client, topic } = this.#context;
    const asked = hungry.map(({ partition, position }) => ({ partition, offset: position }));
    try {
      if (leader < 0) throw noLeader();
      const identity = { name: topic, id: this.#events.topicId() };
      const answer = await client.fetch(leader, identity, asked, this.#limits(isMoreWanted));
      if (this.#stopped.signal.aborted) return undefined;
      const read = new Map(answer.map((each) => [each.partition, each]));
      const found = hungry.map((worker, index) => ({
        worker,
        offset: asked[index]?.offset ?? 0n,
        read: read.get(worker.partition),
      }));
      for (const { worker, offset, read: part } of found) {
        if (part !== undefined && 'records' in part) worker.offer(offset, part);
      }
      for (const { worker, offset, read: part } of found) {
        if (part !== undefined && 'error' in part) await this.#bear(worker, offset, part.error);
      }
      this.#learn(await client.leaders(topic));
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #limits(isMoreWanted: boolean): FetchLimits {
    const { fetchLimits } = this.#context;
    if (!isMoreWanted) return fetchLimits;
    return { ...fetchLimits, maxWaitMs: Math.min(fetchLimits.maxWaitMs, BUSY_WAIT_MS) };
  }

  async #recover(leader: number, error: unknown, failures: number): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    const { client, clock, random, topic } = this.#context;
    try {
      this.#events.onFailure(leader, error);
      if (DOUBTS.has(kafkaErrorType(error) ?? '')) await this.#events.onTopicDoubted();
      await clock.sleep(retryDelayMs(RETRY, failures, random), this.#stopped.signal);
      await client.refreshMetadata();
      this.#learn(await client.leaders(topic));
    } catch (further) {
      this.#events.onFailure(leader, further);
    }
  }

  #learn(leaders: PartitionLeaders): void {
    if (this.#stopped.signal.aborted) return;
    if (leaders.size !== this.#leaders.size) this.#events.onPartitionsChanged();
    this.#leaders = leaders;
    // A partition may have moved to a broker whose loop waits for another partition.
    this.wake();
    this.#start();
  }

  async #bear(worker: PartitionWorker, offset: bigint, error: Error): Promise<void> {
    if (kafkaErrorType(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
    // If brokers know no ids, it may be a new topic of the same name, of which nothing is lost.
    await this.#events.onTopicDoubted();
    const { client, topic } = this.#context;
    const { partition } = worker;
    const earliest = (await client.offsetsAt(topic, [partition], 'earliest')).get(partition);
    const isPresent = this.#workers.get(partition) === worker && worker.position === offset;
    if (earliest === undefined || !isPresent || this.#stopped.signal.aborted) return;
    this.#skipGap(worker, earliest);
  }

  /** Skips to the earliest message if the next one is gone, and reports what was lost. */
  #skipGap(worker: PartitionWorker, earliest: bigint): void {
    const { topic, observer, logger, group } = this.#context;
    const { partition, position: from } = worker;
    const reason =
      from < earliest
        ? 'the messages were deleted before this group read them'
        : 'the partition ends before the committed offset of this group: its data was deleted';
    worker.moveTo(earliest);
    const loss = { partition, from: String(from), to: String(earliest), reason };
    logger.error('messages were lost', { group, topic, ...loss });
    observer.lost?.(loss);
  }

  #ledBy(leader: number): readonly PartitionWorker[] {
    return [...this.#workers.values()].filter(
      ({ partition }) => (this.#leaders.get(partition) ?? -1) === leader,
    );
  }

  #nextWake(): Promise<void> {
    return new Promise((resolve) => this.#wakers.push(resolve));
  }
}

function noLeader(): Error {
  return Object.assign(new Error('the partition has no leader'), { type: 'LEADER_NOT_AVAILABLE' });
}

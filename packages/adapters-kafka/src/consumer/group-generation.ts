import { settlesWithin, type DeliveryContext } from '@foldmart/core';
import type { PartitionLeaders } from '../client/kafka-client.js';
import type { JoinedMember } from './group-joining.js';
import { beat } from './heartbeat.js';
import type { MemberFailures } from './member-failures.js';
import { isMembershipLost, OffsetCommitter } from './offset-committer.js';
import { PartitionFetcher } from './partition-fetcher.js';
import { PartitionWorker } from './partition-worker.js';
import type { SubscriptionContext } from './subscription-context.js';

/** State of a member that survives a generation. */
export interface MemberState {
  readonly delivery: DeliveryContext;
  readonly failures: MemberFailures;
  /** By partition, a promise for the end of a handler that still ran when its generation ended. */
  readonly leftBehind: Map<number, Promise<void>>;
}

/** How long a generation may take to settle, by the reason for its end. */
export interface SettlingTimes {
  readonly rebalanceMs: number;
  readonly closeMs: () => number;
}

/** Why a generation ended. `failed` carries an error that no retry can help. */
export type GenerationEnd = 'rebalance' | 'lost' | 'closed' | { readonly failed: unknown };

/** A member's work between two rebalances: it reads, handles and commits the partitions assigned to it. */
export class GroupGeneration {
  readonly #context: SubscriptionContext;
  readonly #joined: JoinedMember;
  readonly #state: MemberState;
  readonly #workers = new Map<number, PartitionWorker>();
  readonly #committer: OffsetCommitter;
  readonly #heartbeatStopped = new AbortController();
  readonly #lost = new AbortController();
  #fetcher: PartitionFetcher | undefined;
  #isAbandoned = false;
  #end: (end: GenerationEnd) => void = () => undefined;

  constructor(context: SubscriptionContext, joined: JoinedMember, state: MemberState) {
    this.#context = context;
    this.#joined = joined;
    this.#state = state;
    this.#committer = new OffsetCommitter(context, joined.membership, {
      onFailure: (error) => this.#commitFailed(error),
      onCommitted: () => state.failures.progressed('commit'),
    });
    for (const [partition, position] of joined.positions) {
      this.#workers.set(partition, this.#createWorker(partition, position));
    }
  }

  /**
   * Works until the group rebalances, the membership is lost or `closing` aborts. Then lets the batches in flight
   * end, and commits.
   */
  async run(closing: AbortSignal, times: SettlingTimes): Promise<GenerationEnd> {
    const ended = new Promise<GenerationEnd>((resolve) => {
      this.#end = resolve;
    });
    const close = () => this.#end('closed');
    closing.addEventListener('abort', close);
    if (closing.aborted) close();
    const heartbeat = this.#startHeartbeat();
    this.#startFetcher(await this.#context.client.leaders(this.#context.topic));
    const end = await ended;
    closing.removeEventListener('abort', close);
    this.#fetcher?.stop();
    if (this.#isAbandoned) return 'closed';
    if (end !== 'lost') await this.#settle(end === 'closed' ? times.closeMs() : times.rebalanceMs);
    this.#giveUp();
    await heartbeat;
    if (typeof end === 'object') return end;
    return this.#lost.signal.aborted ? 'lost' : end;
  }

  /** Ends at once: settles, commits and announces nothing. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#fetcher?.stop();
    this.#committer.end();
    this.#heartbeatStopped.abort();
    for (const worker of this.#workers.values()) worker.abandon();
  }

  #createWorker(partition: number, position: bigint): PartitionWorker {
    const { delivery, leftBehind } = this.#state;
    return new PartitionWorker(this.#context, {
      partition,
      position,
      delivery,
      predecessor: leftBehind.get(partition) ?? Promise.resolve(),
      onHandled: (handled, offset) => this.#committer.advance(handled, offset),
      onHungry: () => this.#fetcher?.wake(),
    });
  }

  #startHeartbeat(): Promise<void> {
    return beat(this.#context, this.#joined.membership, this.#heartbeatStopped.signal, (end) => {
      if (end === 'lost') this.#lost.abort();
      this.#end(end);
    });
  }

  #startFetcher(leaders: PartitionLeaders): void {
    const { failures } = this.#state;
    this.#fetcher = new PartitionFetcher(this.#context, this.#workers, leaders, {
      onFailure: (leader, error) => {
        this.#context.logger.debug('a read failed and is retried', { error: String(error) });
        if (failures.isFatal(`read from ${leader}`, error)) this.#end({ failed: error });
      },
      onRead: (leader) => failures.progressed(`read from ${leader}`),
      onPartitionsChanged: () => this.#end('rebalance'),
    });
    this.#fetcher.start();
  }

  #commitFailed(error: unknown): void {
    this.#context.logger.debug('a commit failed', { error: String(error) });
    if (isMembershipLost(error)) {
      this.#lost.abort();
      this.#end('lost');
    } else if (this.#state.failures.isFatal('commit', error)) {
      this.#end({ failed: error });
    }
  }

  /** Waits for the batches in flight and their commits, while they can count. */
  async #settle(limitMs: number): Promise<void> {
    const settled = this.#stopWorkers().then(() => this.#committer.settle());
    const { signal } = this.#lost;
    const lost = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await settlesWithin(this.#context.clock, limitMs, Promise.race([settled, lost]));
  }

  async #stopWorkers(): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => worker.stop()));
  }

  #giveUp(): void {
    this.#committer.end();
    this.#heartbeatStopped.abort();
    for (const worker of this.#workers.values()) {
      this.#leaveBehind(worker);
      worker.lose();
    }
  }

  #leaveBehind({ partition, finished }: PartitionWorker): void {
    const { leftBehind } = this.#state;
    leftBehind.set(partition, finished);
    void finished.then(() => {
      if (leftBehind.get(partition) === finished) leftBehind.delete(partition);
    });
  }
}

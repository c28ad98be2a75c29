import { retryDelayMs, type RetryPolicy } from '@foldmart/core';
import { kafkaErrorType } from '../classify-error.js';
import type { Membership } from '../client/kafka-client.js';
import type { SubscriptionContext } from './subscription-context.js';

const RETRY: RetryPolicy = { firstDelayMs: 50, longestDelayMs: 1_000 };
const LOST = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** Whether an error says that the member's generation has ended. */
export function isMembershipLost(error: unknown): boolean {
  return LOST.has(kafkaErrorType(error) ?? '');
}

export interface CommitterEvents {
  /** A commit failed. It is retried unless the membership is lost. */
  readonly onFailure: (error: unknown) => void;
  readonly onCommitted: () => void;
}

/**
 * Commits what one generation has handled, concurrently with the handlers: one request at a time, with the latest
 * offset of each partition. It ends with its generation and never commits for another.
 */
export class OffsetCommitter {
  readonly #context: SubscriptionContext;
  readonly #membership: Membership;
  readonly #events: CommitterEvents;
  readonly #ended = new AbortController();
  #pending = new Map<number, bigint>();
  #running: Promise<void> | undefined;

  constructor(context: SubscriptionContext, membership: Membership, events: CommitterEvents) {
    this.#context = context;
    this.#membership = membership;
    this.#events = events;
  }

  /** Marks all messages of the partition below `offset` as handled. */
  advance(partition: number, offset: bigint): void {
    if (this.#ended.signal.aborted) return;
    this.#pending.set(partition, offset);
    this.#running ??= this.#run();
  }

  /** Resolves when everything is committed, or can no longer be. */
  async settle(): Promise<void> {
    await this.#running;
  }

  /** Commits nothing more. */
  end(): void {
    this.#ended.abort();
    this.#pending.clear();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (this.#pending.size > 0) {
      const offsets = this.#pending;
      this.#pending = new Map();
      const error = await this.#commit(offsets);
      failures = error === undefined ? 0 : failures + 1;
      if (error !== undefined) await this.#recover(offsets, error, failures);
    }
    this.#running = undefined;
  }

  async #commit(offsets: ReadonlyMap<number, bigint>): Promise<unknown> {
    const { client, topic } = this.#context;
    try {
      await client.commitOffsets(this.#membership, topic, offsets);
      this.#events.onCommitted();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async #recover(offsets: ReadonlyMap<number, bigint>, error: unknown, failures: number) {
    if (this.#ended.signal.aborted) return;
    this.#events.onFailure(error);
    if (isMembershipLost(error)) {
      this.end();
      return;
    }
    const { client, clock, random, group } = this.#context;
    this.#pending = new Map([...offsets, ...this.#pending]);
    client.forgetCoordinator(group);
    await clock.sleep(retryDelayMs(RETRY, failures, random), this.#ended.signal);
  }
}

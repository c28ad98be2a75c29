import { retryDelayMs, type RetryPolicy } from '@foldmart/core';
import { kafkaErrorType } from '../classify-error.js';
import type { HandledOffset, Membership } from '../client/kafka-client.js';
import type { SubscriptionContext } from './subscription-context.js';

const RETRY: RetryPolicy = { firstDelayMs: 50, longestDelayMs: 1_000 };
const LOST = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** Whether an error says that the member is not in its group, or not in the group's present generation. */
export function isMembershipLost(error: unknown): boolean {
  return LOST.has(kafkaErrorType(error) ?? '');
}

export interface CommitterEvents {
  /** A commit failed. It is retried. */
  readonly onFailure: (error: unknown) => void;
  /** The membership is lost. Nothing more is committed in it. */
  readonly onLost: (error: unknown) => void;
  readonly onCommitted: () => void;
  readonly isJoining: () => boolean;
  readonly topicId: () => string;
}

/**
 * Commits what a member has handled, concurrently with the handlers: one request at a time, with the latest offset of
 * each partition, always in the member's present generation.
 */
export class OffsetCommitter {
  readonly #context: SubscriptionContext;
  readonly #events: CommitterEvents;
  readonly #ended = new AbortController();
  #membership: Membership | undefined;
  #pending = new Map<number, HandledOffset>();
  #inFlight = new Map<number, HandledOffset>();
  #isRunning = false;
  #round: Promise<void> = Promise.resolve();

  constructor(context: SubscriptionContext, events: CommitterEvents) {
    this.#context = context;
    this.#events = events;
  }

  /** Commits in this membership from now on, also what waits. */
  enter(membership: Membership): void {
    this.#membership = membership;
  }

  /** Marks all messages of the partition below `offset` as handled; `handled` is the offset after the last batch. */
  advance(partition: number, offset: bigint, handled: bigint): void {
    if (this.#ended.signal.aborted) return;
    this.#pending.set(partition, { offset, handled });
    if (!this.#isRunning) void this.#run();
  }

  /** Resolves when nothing of these partitions waits to be committed. */
  async settle(partitions: readonly number[]): Promise<void> {
    const isOpen = (each: number) => this.#pending.has(each) || this.#inFlight.has(each);
    while (partitions.some(isOpen)) await this.#round;
  }

  /** Commits nothing more of the partition, unless it advances again. */
  forget(partition: number): void {
    this.#pending.delete(partition);
    this.#inFlight.delete(partition);
  }

  /** Commits nothing more. */
  end(): void {
    this.#ended.abort();
    this.#pending.clear();
    this.#inFlight.clear();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    let failures = 0;
    while (this.#pending.size > 0) {
      this.#inFlight = this.#pending;
      this.#pending = new Map();
      const attempt = this.#attempt(failures);
      this.#round = attempt.then(() => undefined);
      failures = await attempt;
    }
    this.#isRunning = false;
  }

  /** Commits once, and backs off if that fails. Resolves with the number of failures in a row. */
  async #attempt(failures: number): Promise<number> {
    const error = await this.#commit();
    if (error === undefined) return 0;
    const { clock, random } = this.#context;
    await clock.sleep(retryDelayMs(RETRY, failures + 1, random), this.#ended.signal);
    return failures + 1;
  }

  /** Commits once what is in flight; if that fails, it waits for the next attempt. Resolves with the failure. */
  async #commit(): Promise<unknown> {
    const { client, topic } = this.#context;
    const membership = this.#membership;
    if (membership === undefined) return undefined;
    let failure: unknown;
    try {
      await client.commitOffsets(membership, topic, this.#inFlight, this.#events.topicId());
      this.#events.onCommitted();
    } catch (error) {
      failure = error ?? new Error('the client failed without an error');
      this.#failed(failure, membership);
    }
    this.#inFlight = new Map();
    return failure;
  }

  #failed(error: unknown, membership: Membership): void {
    if (this.#ended.signal.aborted) return;
    const isNext = this.#events.isJoining() || membership !== this.#membership;
    const isBetween = isNext && kafkaErrorType(error) === 'ILLEGAL_GENERATION';
    if (isMembershipLost(error) && !isBetween) {
      this.#pending.clear();
      this.#events.onLost(error);
      return;
    }
    // What was forgotten meanwhile is no longer in flight, and is not committed again.
    this.#pending = new Map([...this.#inFlight, ...this.#pending]);
    if (isBetween) return;
    this.#events.onFailure(error);
    this.#context.client.forgetCoordinator(this.#context.group);
  }
}

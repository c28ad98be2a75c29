import type { MessageBatch } from '../messaging/message.js';
import { retryDelayMs, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { BatchHandler, SubscriptionObserver } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import type { DeliveryAttempts } from './delivery-attempts.js';
import type { HandlerSlots } from './handler-slots.js';
import type { MemberSession } from './member-session.js';

/** What the deliveries of one member share. */
export interface DeliveryContext {
  readonly handler: BatchHandler;
  readonly observer: SubscriptionObserver;
  readonly slots: HandlerSlots;
  readonly attempts: DeliveryAttempts;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** No delivery begins unless the member is surely in its group. Not needed if a commit finds out at once. */
  readonly session?: MemberSession;
}

// One for all: without a reason, each signal makes an error with a stack of its own. No handler sees this signal.
const stopped = new Error('The delivery stops.');

type Outcome = 'handled' | 'not-begun' | { readonly thrown: unknown };

/**
 * Delivers the batches of one partition to the handler of a subscription, one at a time, each until the handler
 * succeeds. Adapters decide what to read and how to commit; this decides when to retry and whose result counts.
 */
export class PartitionDelivery {
  readonly #context: DeliveryContext;
  readonly #stopping = new AbortController();
  readonly #lost = new AbortController();
  #isAbandoned = false;
  #isHandling = false;

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Aborts when no other delivery begins. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get isHandling(): boolean {
    return this.#isHandling;
  }

  /** Resolves with true if the handler succeeded and its result counts: commit then. Never rejects. */
  async deliver(batch: MessageBatch): Promise<boolean> {
    const { attempts } = this.#context;
    for (let attempt = attempts.next(batch); !this.isStopping; attempt += 1) {
      const outcome = await this.#attempt(batch, attempt);
      if (this.#isAbandoned || this.#lost.signal.aborted) return false;
      if (outcome === 'handled') {
        attempts.succeeded(batch);
        return true;
      }
      if (outcome !== 'not-begun') await this.#backOff(batch, attempt, outcome.thrown);
    }
    return false;
  }

  /** Begins no other delivery. The result of one that runs still counts. */
  stop(): void {
    this.#stopping.abort(stopped);
  }

  /** Stops, and aborts the handler's signal: its result does not count any more. */
  lose(): void {
    this.stop();
    this.#lost.abort();
  }

  /** Stops as the end of the process does: nothing counts, and no one is told. */
  abandon(): void {
    this.#isAbandoned = true;
    this.stop();
  }

  async #attempt(batch: MessageBatch, attempt: number): Promise<Outcome> {
    const { slots, handler, session } = this.#context;
    if (!(await slots.take(this.stopping))) return 'not-begun';
    try {
      if (session?.isSure === false) await session.sure(this.stopping);
      if (this.isStopping) return 'not-begun';
      this.#isHandling = true;
      await handler(batch, { attempt, signal: this.#lost.signal });
      return 'handled';
    } catch (thrown) {
      return { thrown };
    } finally {
      this.#isHandling = false;
      slots.release();
    }
  }

  async #backOff(batch: MessageBatch, attempt: number, error: unknown): Promise<void> {
    const { attempts, retry, random, clock, observer, logger } = this.#context;
    attempts.failed(batch, attempt);
    if (this.isStopping) return;
    const { topic, partition } = batch;
    const delayMs = retryDelayMs(retry, attempt, random);
    const failure = { partition, attempt, delayMs, error };
    if (observer.retrying === undefined) logger.warn('a batch failed', { topic, ...failure });
    else observer.retrying(failure);
    await clock.sleep(delayMs, this.stopping);
  }
}

import type { BatchContext } from '../../../ports/event-bus.js';
import type { RequestLease } from '../../ports/request-queue.js';
import type { QueuedItem } from './coupon-request.js';

/**
 * A batch of a bus as a lease. Settling the lease resolves the promise of the batch's handler; giving it back
 * rejects it.
 */
export class BusRequestLease implements RequestLease {
  readonly items: readonly QueuedItem[];
  readonly attempt: number;
  readonly signal: AbortSignal;
  /** Resolves if the lease is settled, rejects if it is given back. */
  readonly done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;

  constructor(items: readonly QueuedItem[], { attempt, signal }: BatchContext) {
    this.items = items;
    this.attempt = attempt;
    this.signal = signal;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  settle(): void {
    this.#resolve();
  }

  nack(reason: unknown): void {
    this.#reject(reason);
  }
}

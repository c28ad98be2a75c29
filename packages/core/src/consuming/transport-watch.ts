import { isPortError } from '../errors/index.js';
import type { SubscriptionObserver } from '../ports/event-bus.js';

/**
 * Tells the observer of one member when the transport does not answer, and when it answers again: once each, however
 * many requests fail. Adapters note the outcome of each request that a member makes by itself.
 */
export class TransportWatch {
  readonly #observer: SubscriptionObserver;
  #isInterrupted = false;

  constructor(observer: SubscriptionObserver) {
    this.#observer = observer;
  }

  /** A request failed. An answer that refuses the request is not an interruption. */
  failed(error: unknown): void {
    if (this.#isInterrupted || !isPortError(error) || !isSilence(error.reason)) return;
    this.#isInterrupted = true;
    this.#observer.interrupted?.(error);
  }

  /** A request succeeded. */
  answered(): void {
    if (!this.#isInterrupted) return;
    this.#isInterrupted = false;
    this.#observer.reconnected?.();
  }
}

function isSilence(reason: string): boolean {
  return reason === 'unavailable' || reason === 'timeout';
}

import { isRetryableError, type Clock, type EventEnvelope, type EventStore } from '@foldmart/core';

const idsAQuery = 1_000;

/**
 * Follows published events into the store. Only the ids of those that are not there yet are kept, so its
 * memory is bounded by the lag.
 */
export class PersistenceConfirmation {
  readonly #store: EventStore;
  readonly #awaited = new Set<string>();
  #published = 0;
  #confirmed = 0;

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** Awaits events that have just been published. */
  await(events: readonly EventEnvelope[]): void {
    this.#published += events.length;
    for (const { id } of events) this.#awaited.add(id);
  }

  get published(): number {
    return this.#published;
  }

  /** How many published events the store has been seen to hold. */
  get confirmed(): number {
    return this.#confirmed;
  }

  get isComplete(): boolean {
    return this.#awaited.size === 0;
  }

  /** Asks the store for everything that is awaited. */
  async check(): Promise<void> {
    const ids = [...this.#awaited];
    for (let start = 0; start < ids.length; start += idsAQuery) {
      const found = await this.#store.findIds(ids.slice(start, start + idsAQuery));
      for (const id of found) if (this.#awaited.delete(id)) this.#confirmed += 1;
    }
  }

  /** Asks every `pollMs` until the signal aborts; a store that does not answer is asked again. */
  async keepChecking(clock: Clock, pollMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.checkIfPossible();
      await clock.sleep(pollMs, signal);
    }
  }

  /** Like {@link check}, but a transient failure leaves everything for the next time. */
  async checkIfPossible(): Promise<void> {
    try {
      await this.check();
    } catch (error) {
      if (!isRetryableError(error)) throw error;
    }
  }
}

import { isRetryableError, type Clock, type EventEnvelope, type EventStore } from '@foldmart/core';

const idsAQuery = 1_000;

/**
 * Checks that published events reach the store. It keeps only the ids of those that are missing, so its memory is
 * bounded by the lag.
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

  /** The number of published events found in the store so far. */
  get confirmed(): number {
    return this.#confirmed;
  }

  get isComplete(): boolean {
    return this.#awaited.size === 0;
  }

  /** Looks up all awaited events in the store. */
  async check(): Promise<void> {
    const ids = [...this.#awaited];
    for (let start = 0; start < ids.length; start += idsAQuery) {
      const found = await this.#store.findIds(ids.slice(start, start + idsAQuery));
      for (const id of found) if (this.#awaited.delete(id)) this.#confirmed += 1;
    }
  }

  /** Checks every `pollMs` until the signal aborts; retries if the store does not answer. */
  async keepChecking(clock: Clock, pollMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.checkIfPossible();
      await clock.sleep(pollMs, signal);
    }
  }

  /** Like {@link check}, but after a transient failure all events stay awaited. */
  async checkIfPossible(): Promise<void> {
    try {
      await this.check();
    } catch (error) {
      if (!isRetryableError(error)) throw error;
    }
  }
}

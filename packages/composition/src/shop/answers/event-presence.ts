import type { EventStore } from '@foldmart/core';
import type { EntityAnswer } from '@foldmart/generator';
import type { DifferenceList } from './difference-list.js';

const idsAQuery = 1_000;

/** Looks up in the log which events of a key are there. */
export class EventPresence {
  readonly #store: EventStore;
  readonly #differences: DifferenceList;
  readonly #expected = new Map<string, boolean>();
  #found = 0;

  constructor(store: EventStore, differences: DifferenceList) {
    this.#store = store;
    this.#differences = differences;
  }

  /** How many events of the key are in the log. */
  get found(): number {
    return this.#found;
  }

  /** Compares as soon as enough events for a query were added. */
  compareIfDue(): Promise<void> | undefined {
    return this.#expected.size < idsAQuery ? undefined : this.compare();
  }

  add({ present, absent }: EntityAnswer): void {
    for (const id of present) this.#expected.set(id, true);
    for (const id of absent) this.#expected.set(id, false);
  }

  /** Compares the events that were added since the last call. */
  async compare(): Promise<void> {
    const ids = [...this.#expected.keys()];
    const found = await this.#store.findIds(ids);
    for (const [id, isExpected] of this.#expected) {
      if (found.has(id)) this.#found += 1;
      if (found.has(id) === isExpected) continue;
      if (isExpected) this.#differences.add('missing event', id, 'it must be in the log');
      else this.#differences.add('unexpected event', id, 'it must not be in the log');
    }
    this.#expected.clear();
  }
}

import type { LogPosition, StoredEvent } from '@foldmart/core';
import type { PostgresDatabase } from '../../src/index.js';

/** Follows a log, and throws as soon as it sees an event twice or a stream out of order. */
export class LogFollower {
  readonly #versions = new Map<string, number>();
  readonly #seen = new Set<string>();
  #next: LogPosition | undefined;

  /** The position that it continues from. */
  get next(): LogPosition | undefined {
    return this.#next;
  }

  /** The ids of all events it has seen, in the order in which they came. */
  get seen(): ReadonlySet<string> {
    return this.#seen;
  }

  /** Reads one page and returns its events. */
  async read(
    { events }: Pick<PostgresDatabase, 'events'>,
    limit: number,
  ): Promise<readonly StoredEvent[]> {
    const after = this.#next;
    const page = await events.readAll({ limit, ...(after === undefined ? {} : { after }) });
    for (const event of page.events) this.#take(event);
    this.#next = page.next;
    return page.events;
  }

  #take({ id, streamId, streamVersion }: StoredEvent): void {
    if (this.#seen.has(id)) throw new Error(`Event ${id} came twice.`);
    const before = this.#versions.get(streamId) ?? 0;
    if (streamVersion !== before + 1) {
      throw new Error(`Version ${streamVersion} of ${streamId} came behind version ${before}.`);
    }
    this.#seen.add(id);
    this.#versions.set(streamId, streamVersion);
  }
}

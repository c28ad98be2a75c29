import assert from 'node:assert/strict';
import type { Clock, EventEnvelope, EventStore, LogPosition, StoredEvent } from '@foldmart/core';
import { waitUntil } from '../waiting.js';

/** Follows a log page by page, as a projection does, and collects the events. */
export class LogFollower {
  readonly seen: StoredEvent[] = [];
  readonly #events: Pick<EventStore, 'readAll'>;
  readonly #limit: number;
  #next: LogPosition | undefined;

  constructor(events: Pick<EventStore, 'readAll'>, limit = 100, after?: LogPosition) {
    this.#events = events;
    this.#limit = limit;
    this.#next = after;
  }

  /** The position after which the next page starts. */
  get next(): LogPosition | undefined {
    return this.#next;
  }

  /** Reads one page. */
  async poll(): Promise<readonly StoredEvent[]> {
    const page = await this.#events.readAll({
      ...(this.#next === undefined ? {} : { after: this.#next }),
      limit: this.#limit,
    });
    assert.ok(page.events.length <= this.#limit, 'a page is no longer than its limit');
    assert.equal(
      page.next,
      page.events.at(-1)?.position ?? this.#next,
      'the position to continue from',
    );
    this.#next = page.next;
    this.seen.push(...page.events);
    return page.events;
  }

  /** Reads until it has seen `count` events, and once more to detect a surplus event. */
  async readUntil(clock: Clock, count: number): Promise<readonly StoredEvent[]> {
    await waitUntil(
      clock,
      `the follower sees ${count} events`,
      async () => {
        await this.#catchUp();
        return this.seen.length >= count;
      },
      { seen: () => this.seen.length },
    );
    await this.poll();
    return this.seen;
  }

  /** Reads pages as long as they are full. */
  async #catchUp(): Promise<void> {
    let page = await this.poll();
    while (page.length === this.#limit) page = await this.poll();
  }
}

/** Asserts that a log holds exactly these events, each once, with the versions of each stream in order and without gaps. */
export function assertWholeLog(
  seen: readonly StoredEvent[],
  expected: readonly EventEnvelope[],
): void {
  assert.deepEqual(idsOf(seen).sort(), idsOf(expected).sort(), 'every event, each once');
  assertStreamOrder(seen);
  assert.equal(
    new Set(seen.map(({ position }) => position)).size,
    seen.length,
    'each event has its own position',
  );
}

/** Asserts that the versions of each stream count from 1. */
export function assertStreamOrder(seen: readonly StoredEvent[]): void {
  const versions = new Map<string, number>();
  for (const { streamId, streamVersion } of seen) {
    const expected = (versions.get(streamId) ?? 0) + 1;
    assert.equal(streamVersion, expected, `the next version of ${streamId}`);
    versions.set(streamId, streamVersion);
  }
}

/** The ids of events. */
export function idsOf(events: readonly { readonly id: string }[]): string[] {
  return events.map(({ id }) => id);
}

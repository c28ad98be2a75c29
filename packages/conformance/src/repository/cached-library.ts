import assert from 'node:assert/strict';
import type { IngestItem, LogPosition, Repository } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { borrowingProjection, cachedProjections } from '../sample-domain/index.js';

const projections = cachedProjections();

/** A library on a store. Events are ingested as from a queue, and loans are counted on request. */
export class CachedLibrary {
  readonly instance: StoreInstance;
  readonly #harness: EventStoreHarness;
  #events = 0;

  private constructor(harness: EventStoreHarness, instance: StoreInstance) {
    this.#harness = harness;
    this.instance = instance;
  }

  static async open(harness: EventStoreHarness): Promise<CachedLibrary> {
    return new CachedLibrary(harness, await harness.open(projections));
  }

  get repository(): Repository {
    return this.instance.repository;
  }

  /** Another process on the same library. */
  async another(): Promise<StoreInstance> {
    return this.#harness.open(projections);
  }

  /** Ingests events, in this order, in one batch. */
  async takeIn(...happened: readonly IngestItem[]): Promise<void> {
    const { outcomes } = await this.instance.events.ingest({ items: happened });
    assert.deepEqual(
      outcomes,
      happened.map(() => 'appended'),
    );
    this.#events += happened.length;
  }

  /** Advances the asynchronous projection to the end of the log. */
  async countLoans(): Promise<void> {
    const projection = borrowingProjection;
    const { events, projections: store } = this.instance;
    const log = await new LogFollower(events).readUntil(this.#harness.clock, this.#events);
    const from = await store.checkpoint(projection);
    const fresh = log.slice(log.findIndex(({ position }) => position === from) + 1);
    const to: LogPosition | undefined = fresh.at(-1)?.position;
    if (to === undefined) return;
    const writes = fresh
      .filter(({ type }) => projection.handles.includes(type))
      .flatMap((event) => projection.project(event));
    assert.equal(await store.advance({ projection, from, to, writes }), true);
  }
}

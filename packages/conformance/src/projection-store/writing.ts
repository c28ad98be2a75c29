import assert from 'node:assert/strict';
import type { EventStore, LogPosition, Projection, ReadModelWrite } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { retrying } from '../retrying.js';
import { scriptedProjection, shelfChanged } from './shelf-models.js';

/** A way to apply writes to a store. */
export interface Writer {
  readonly instance: StoreInstance;
  /** Applies these writes, in order. */
  readonly write: (writes: readonly ReadModelWrite[]) => Promise<void>;
}

/** Applies writes with an append, one event per write. */
export async function inlineWriter(harness: EventStoreHarness): Promise<Writer> {
  const instance = await harness.open([scriptedProjection('inline')]);
  let appends = 0;
  return {
    instance,
    async write(writes) {
      appends += 1;
      const events = writes.map((write, index) => shelfChanged(`${appends}/${index}`, [write]));
      await instance.events.append([{ streamId: 'shelf', expectedVersion: 'any', events }]);
    },
  };
}

/** Applies writes with the steps of a projection that follows the log, one step per call. */
async function asyncWriter(harness: EventStoreHarness): Promise<Writer> {
  const projection = scriptedProjection('async');
  const instance = await harness.open([projection]);
  const positions = new LogPositions(harness, instance.events);
  let from: LogPosition | undefined;
  return {
    instance,
    async write(writes) {
      const to = await positions.next();
      const isTaken = await instance.projections.advance({ projection, from, to, writes });
      assert.equal(isTaken, true, 'no other process takes this step');
      from = to;
    },
  };
}

const fillersAtOnce = 50;

/** Ascending positions of a log. Checkpoints of a projection must be positions of its store. */
export class LogPositions {
  readonly #harness: EventStoreHarness;
  readonly #events: EventStore;
  readonly #follower: LogFollower;
  #taken = 0;

  constructor(harness: EventStoreHarness, events: EventStore) {
    this.#harness = harness;
    this.#events = events;
    this.#follower = new LogFollower(events);
  }

  /** The position of an event that no projection handles. */
  async next(): Promise<LogPosition> {
    if (this.#taken === this.#follower.seen.length) await this.#fill();
    const position = this.#follower.seen[this.#taken]?.position;
    assert.ok(position !== undefined, 'the log has an event for every position that is taken');
    this.#taken += 1;
    return position;
  }

  async #fill(): Promise<void> {
    const fillers = Array.from({ length: fillersAtOnce }, (_, nth) => ({
      ...shelfChanged(`filler ${this.#taken + nth}`, []),
      type: 'shelf_dusted',
    }));
    await retrying(this.#harness.clock, () =>
      this.#events.append([{ streamId: 'filler', expectedVersion: 'any', events: fillers }]),
    );
    await this.#follower.readUntil(this.#harness.clock, this.#taken + fillersAtOnce);
  }
}

/** Both ways, by the mode of the projections that use them. */
export const writers: Readonly<
  Record<Projection['mode'], (harness: EventStoreHarness) => Promise<Writer>>
> = { inline: inlineWriter, async: asyncWriter };

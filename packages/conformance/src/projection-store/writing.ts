import assert from 'node:assert/strict';
import type { EventStore, LogPosition, Projection, ReadModelWrite } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { retrying } from '../retrying.js';
import { scriptedProjection, shelfChanged } from './shelf-models.js';

/** A way for writes to come into a store. */
export interface Writer {
  readonly instance: StoreInstance;
  /** Makes these writes, in order. */
  readonly write: (writes: readonly ReadModelWrite[]) => Promise<void>;
}

/** Writes come in with the events of an append, one event a write. */
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

/** Writes come in with the steps of a projection that follows the log, all of a call in one step. */
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
      assert.equal(isTaken, true, 'nobody else takes this step');
      from = to;
    },
  };
}

const fillersAtOnce = 50;

/** Positions of a log, ascending: a projection's checkpoints must be some of the store's own. */
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

  /** The position of an event that means nothing to any projection. */
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

/** The two ways, by the mode of the projections that use them. */
export const writers: Readonly<
  Record<Projection['mode'], (harness: EventStoreHarness) => Promise<Writer>>
> = { inline: inlineWriter, async: asyncWriter };

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
export async function asyncWriter(harness: EventStoreHarness): Promise<Writer> {
  const projection = scriptedProjection('async');
  const instance = await harness.open([projection]);
  const positions = await someLogPositions(harness, instance.events, 20);
  let from: LogPosition | undefined;
  let steps = 0;
  return {
    instance,
    async write(writes) {
      const to = positions[steps];
      assert.ok(to !== undefined, 'a case takes no more steps than there are positions');
      const isTaken = await instance.projections.advance({ projection, from, to, writes });
      assert.equal(isTaken, true, 'nobody else takes this step');
      from = to;
      steps += 1;
    },
  };
}

/** Positions of a log, ascending: a projection's checkpoints must be some of the store's own. */
export async function someLogPositions(
  harness: EventStoreHarness,
  events: EventStore,
  count: number,
): Promise<readonly LogPosition[]> {
  const filler = Array.from({ length: count }, (_, index) => ({
    ...shelfChanged(`filler ${index}`, []),
    type: 'shelf_dusted',
  }));
  await retrying(harness.clock, () =>
    events.append([{ streamId: 'filler', expectedVersion: 'any', events: filler }]),
  );
  const log = await new LogFollower(events).readUntil(harness.clock, count);
  return log.map(({ position }) => position);
}

/** The two ways, by the mode of the projections that use them. */
export const writers: Readonly<
  Record<Projection['mode'], (harness: EventStoreHarness) => Promise<Writer>>
> = { inline: inlineWriter, async: asyncWriter };

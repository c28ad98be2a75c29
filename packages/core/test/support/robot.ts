import { z } from 'zod';
import {
  createEventRegistry,
  defineEvent,
  snapshotEvery,
  ValidationError,
  type Decider,
  type DomainEvent,
  type EventStore,
  type SnapshotStore,
  type StateSnapshots,
} from '@foldmart/core';

type Moved = DomainEvent<'moved', { by: number }>;

const moved = defineEvent({
  type: 'moved',
  version: 2,
  schema: z.looseObject({ by: z.int() }),
  topic: 'robots',
  partitionKey: () => 'robot',
  streamId: () => 'robot',
  startsStream: false,
  identity: () => 'robot',
  upcasters: { 1: ({ steps }) => ({ by: steps }) },
});

/** What a robot's events are loaded with. */
export const robotRegistry = createEventRegistry([moved]);

/**
 * A robot moves by each number of a command, and never below zero. A movement by 0 returns no
 * event.
 */
export const robot: Decider<number, readonly number[], Moved> = {
  initialState: 0,
  decide: (numbers, position) => {
    if (position + numbers.reduce((sum, by) => sum + by, 0) < 0) {
      throw new ValidationError('There is a wall.');
    }
    return numbers.filter((by) => by !== 0).map((by) => ({ type: 'moved', data: { by } }));
  },
  evolve: (position, { data }) => position + data.by,
};

let moves = 0;

/** Appends a movement as another writer would, at any version of the stream. */
export function moveRobot(store: EventStore, data: object = { by: 1 }, schemaVersion = 2) {
  const event = {
    id: `foreign-${String((moves += 1))}`,
    type: 'moved',
    data: { ...data },
    schemaVersion,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
  return store.append([{ streamId: 'robot', expectedVersion: 'any', events: [event] }]);
}

/** Snapshots of robots: `{ at }`, every three events by default. */
export function robotSnapshots(
  store: SnapshotStore,
  changes: Partial<StateSnapshots<number>> = {},
): StateSnapshots<number> {
  return {
    store,
    name: 'robot',
    schemaVersion: 2,
    timeoutMs: 700,
    encode: (at) => ({ at }),
    decode: (json) => {
      const { at } = json as { readonly at?: unknown };
      return typeof at === 'number' ? at : undefined;
    },
    isDue: snapshotEvery(3),
    ...changes,
  };
}

import { createMemoryDatabase, type MemoryDatabaseInstance } from '@foldmart/adapters-memory';
import {
  createCommandHandler,
  type CommandHandler,
  type EventStore,
  type SnapshotStore,
  type StateSnapshots,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from './chance.js';
import { recordingLogger } from './recording-logger.js';
import { robot, robotRegistry as registry, robotSnapshots } from './robot.js';

type Handle = CommandHandler<number, readonly number[], unknown>;

/** A robot's command handler on a log of its own. */
export interface OpenedHandler {
  readonly handle: Handle;
  readonly clock: VirtualClock;
  readonly store: EventStore;
  readonly database: MemoryDatabaseInstance;
  readonly log: ReturnType<typeof recordingLogger>;
}

export interface HandlerSettings {
  /** Runs between the handler's read and its append. */
  readonly interfere?: (store: EventStore) => Promise<unknown>;
  readonly snapshots?: Partial<StateSnapshots<number>>;
  /** Replaces methods of the snapshot store. */
  readonly snapshotStore?: Partial<SnapshotStore>;
}

/** Creates the handler, in virtual time. */
export function openHandler({
  interfere,
  snapshots,
  snapshotStore,
}: HandlerSettings = {}): OpenedHandler {
  const clock = new VirtualClock();
  const database = createMemoryDatabase({}, { clock, projections: [] });
  const { events: store, snapshots: kept } = database;
  const seen: Pick<EventStore, 'append' | 'readStream' | 'findIds'> = {
    findIds: (ids) => store.findIds(ids),
    append: (appends) => store.append(appends),
    async readStream(streamId, range) {
      const slice = await store.readStream(streamId, range);
      await interfere?.(store);
      return slice;
    },
  };
  const log = recordingLogger();
  const snapshotting: SnapshotStore = {
    load: (streamId, name) => kept.load(streamId, name),
    save: (snapshot) => kept.save(snapshot),
    discard: (name) => kept.discard(name),
    ...snapshotStore,
  };
  const handle = createCommandHandler(robot, {
    store: seen,
    registry,
    clock,
    ids: chanceOf(1).ids,
    logger: log,
    ...(snapshots === undefined ? {} : { snapshots: robotSnapshots(snapshotting, snapshots) }),
  });
  return { handle, clock, store, database, log };
}

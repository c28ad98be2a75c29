import assert from 'node:assert/strict';
import { idsOf } from '../event-store/log-follower.js';
import {
  command,
  instanceOf,
  type StoreCommand,
  type StoreModel,
  type StoreUnderTest,
} from './history.js';

const name = 'ids';

/** The process saves a snapshot of a stream. */
export function saveSnapshot(by: number, stream: string): StoreCommand {
  return command(`process ${by} saves a snapshot of ${stream}`, async (model, real) => {
    const streamId = `${real.prefix}${stream}`;
    const state = idsOf(model.streams.get(streamId) ?? []);
    const snapshot = { streamId, name, streamVersion: state.length, schemaVersion: 1, state };
    await instanceOf(real, by).snapshots.save(snapshot);
    model.snapshots.set(streamId, snapshot);
  });
}

/** The process loads every saved snapshot and the events after it. Together they equal the stream. */
export function loadSnapshots(by: number): StoreCommand {
  return command(`process ${by} loads all snapshots`, (model, real) =>
    assertSnapshots(model, real, by),
  );
}

/** See {@link loadSnapshots}. */
export async function assertSnapshots(
  { snapshots: saved, streams }: StoreModel,
  real: StoreUnderTest,
  by: number,
): Promise<void> {
  const { snapshots, events } = instanceOf(real, by);
  for (const [streamId, expected] of saved) {
    const snapshot = await snapshots.load(streamId, name);
    assert.deepEqual(snapshot, expected);
    const tail = await events.readStream(streamId, { fromVersion: expected.streamVersion + 1 });
    const known = snapshot.state as readonly string[];
    assert.deepEqual([...known, ...idsOf(tail.events)], idsOf(streams.get(streamId) ?? []));
  }
}

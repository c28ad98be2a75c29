import {
  assertStorableKey,
  type SnapshotStore,
  type StreamSnapshot,
  toStorableJson,
  UnstorableError,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { rejectedError } from '../database/store-errors.js';

const port = 'snapshot-store';

/** The snapshots of a memory database. */
export class MemorySnapshotStore implements SnapshotStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  load(streamId: string, name: string): Promise<StreamSnapshot | undefined> {
    const { snapshots } = this.#session.database;
    return this.#session.read(port, 'load', () => snapshots.get(keyOf(streamId, name)));
  }

  async save(snapshot: StreamSnapshot): Promise<void> {
    const storable = toStorableSnapshot(snapshot);
    const key = keyOf(storable.streamId, storable.name);
    const { claims, snapshots } = this.#session.database;
    await this.#session.transact(port, 'save', async (transaction) => {
      await claims.claim(transaction, { names: [claimOf(key)] });
      transaction.onCommit(() => snapshots.set(key, storable));
    });
  }

  discard(name: string): Promise<number> {
    const { claims, snapshots } = this.#session.database;
    return this.#session.transact(port, 'discard', async (transaction) => {
      const keys = [...snapshots].filter(([, { name: own }]) => own === name).map(([key]) => key);
      await claims.claim(transaction, { names: keys.map(claimOf) });
      const left = keys.filter((key) => snapshots.has(key));
      transaction.onCommit(() => {
        for (const key of left) snapshots.delete(key);
      });
      return left.length;
    });
  }
}

function keyOf(streamId: string, name: string): string {
  return JSON.stringify([streamId, name]);
}

function claimOf(key: string): string {
  return `snapshot ${key}`;
}

/** Makes a frozen copy. Throws PortError, `rejected`, if no store could hold it. */
function toStorableSnapshot(snapshot: StreamSnapshot): StreamSnapshot {
  const { streamId, name, streamVersion, schemaVersion, state } = snapshot;
  try {
    assertStorableKey(streamId, 'streamId');
    assertStorableKey(name, 'name');
    assertVersion(streamVersion, 'streamVersion');
    assertVersion(schemaVersion, 'schemaVersion');
    const storable = toStorableJson(state, 'state') as StreamSnapshot['state'];
    return Object.freeze({ streamId, name, streamVersion, schemaVersion, state: storable });
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    const message = `A snapshot of ${streamId} cannot be stored: ${error.message}.`;
    throw rejectedError(port, 'save', message, { cause: error });
  }
}

function assertVersion(version: number, path: string): void {
  if (!Number.isSafeInteger(version)) throw new UnstorableError(`${path} is not whole`);
}

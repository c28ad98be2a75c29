import type { Clock } from '../ports/clock.js';
import { silentLogger, type Logger } from '../ports/logger.js';
import type { StreamSnapshot } from '../ports/snapshot-store.js';
import type { StateSnapshots } from './state-snapshots.js';

/** The clock limits how long a snapshot store may take; the logger receives its failures. */
export interface SnapshotContext {
  /** Without a clock, there is no time limit. */
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/**
 * The result of looking for a snapshot: `fit`, a usable state; `none`; `unfit`, a snapshot that
 * cannot be used and should be replaced; or `unread`, if the store gave no answer.
 */
export type FoundSnapshot<State> =
  | { readonly kind: 'fit'; readonly state: State; readonly version: number }
  | { readonly kind: 'none' | 'unfit' | 'unread' };

/** Loads the snapshot of a stream. Never rejects: failures are logged. */
export async function loadSnapshot<State>(
  snapshots: StateSnapshots<State>,
  streamId: string,
  context: SnapshotContext,
): Promise<FoundSnapshot<State>> {
  const { store, name } = snapshots;
  try {
    const found = await inTime(store.load(streamId, name), snapshots, context.clock);
    return found === undefined ? { kind: 'none' } : read(snapshots, streamId, found, context);
  } catch (error) {
    const { logger = silentLogger } = context;
    logger.warn('a snapshot could not be loaded', { streamId, snapshot: name, error });
    return { kind: 'unread' };
  }
}

/** Saves the state that a stream has at a version. Never rejects: failures are logged. */
export async function saveSnapshot<State>(
  snapshots: StateSnapshots<State>,
  { streamId, state, version }: { streamId: string; state: State; version: number },
  { clock, logger = silentLogger }: SnapshotContext,
): Promise<void> {
  const { store, name, schemaVersion } = snapshots;
  try {
    const encoded = snapshots.encode(state);
    const snapshot = { streamId, name, streamVersion: version, schemaVersion, state: encoded };
    await inTime(store.save(snapshot), snapshots, clock);
  } catch (error) {
    logger.warn('a snapshot could not be saved', { streamId, snapshot: name, error });
  }
}

function read<State>(
  snapshots: StateSnapshots<State>,
  streamId: string,
  snapshot: StreamSnapshot,
  { logger = silentLogger }: SnapshotContext,
): FoundSnapshot<State> {
  const { name, schemaVersion } = snapshots;
  const { streamVersion: version } = snapshot;
  const isOfThis = snapshot.streamId === streamId && snapshot.name === name;
  const isSound = isOfThis && Number.isSafeInteger(version) && version > 0;
  if (!isSound || snapshot.schemaVersion !== schemaVersion) return { kind: 'unfit' };
  try {
    const state = snapshots.decode(snapshot.state);
    return state === undefined ? { kind: 'unfit' } : { kind: 'fit', state, version };
  } catch (error) {
    logger.info('a snapshot could not be read', { streamId, snapshot: name, error });
    return { kind: 'unfit' };
  }
}

const defaultTimeoutMs = 1_000;

/** Drops the result of `work` if it arrives after the time limit. */
function inTime<Result>(
  work: Promise<Result>,
  { timeoutMs = defaultTimeoutMs }: { readonly timeoutMs?: number },
  clock: Clock | undefined,
): Promise<Result> {
  if (clock === undefined) return work;
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(timeoutMs, () => {
      reject(new Error(`The snapshot store did not answer within ${String(timeoutMs)} ms.`));
    });
    void work.then(resolve, reject).finally(cancel);
  });
}

import type { Json } from '../events/envelope.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';

export interface SnapshotAge {
  /** The current version of the stream. */
  readonly version: number;
  /** How many events were appended after the snapshot; all of them if there is no snapshot. */
  readonly events: number;
}

/**
 * How to save the states of one decider, so that long streams are not folded from the first event.
 */
export interface StateSnapshots<State> {
  readonly store: SnapshotStore;
  /**
   * Distinguishes the snapshots of this decider from those of other deciders over the same streams.
   */
  readonly name: string;
  /**
   * The version of what `encode` returns. Raise it whenever that changes, or the state that the
   * same events lead to.
   */
  readonly schemaVersion: number;
  /** How long a load or a save may take, in milliseconds. Default 1,000. */
  readonly timeoutMs?: number;
  encode(state: State): Json;
  /**
   * Returns undefined, or throws, if `stored` is not a state of the current shape. The stream is
   * then folded from its first event.
   */
  decode(json: Json): State | undefined;
  /** Whether to save a snapshot now; asked after every append. */
  isDue(age: SnapshotAge): boolean;
}

/**
 * A snapshot is due when the last one lacks `count` events.
 *
 * @throws RangeError if `count` is not a whole number from 1.
 */
export function snapshotEvery(count: number): (age: SnapshotAge) => boolean {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `A snapshot can be due every 1 or more events, a whole number, not ${String(count)}.`,
    );
  }
  return ({ events }) => events >= count;
}

import type { Json } from '../events/envelope.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';

/** How old the snapshot of a stream is. */
export interface SnapshotAge {
  /** The stream's version now. */
  readonly version: number;
  /** How many events the snapshot lacks; all of them where there is none. */
  readonly events: number;
}

/** How the states of one decider are kept, so that long streams need not be folded from their start. */
export interface StateSnapshots<State> {
  readonly store: SnapshotStore;
  /** Tells the snapshots of this decider from those of others over the same streams. */
  readonly name: string;
  /** The shape of what `encode` gives; raised whenever that, or what the same events lead to, changes. */
  readonly schemaVersion: number;
  /** How long a load or a save may take before it is given up; default 1,000. */
  readonly timeoutMs?: number;
  encode(state: State): Json;
  /** Undefined, or an exception, where this is no state of the present shape: the stream is folded instead. */
  decode(json: Json): State | undefined;
  /** Whether the time has come for another one; asked after every append. */
  isDue(age: SnapshotAge): boolean;
}

/** A snapshot whenever the last one lacks so many events. Throws RangeError where that is no whole number from 1. */
export function snapshotEvery(count: number): (age: SnapshotAge) => boolean {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `A snapshot is due every so many events, a whole number from 1, not ${String(count)}.`,
    );
  }
  return ({ events }) => events >= count;
}

import type { Json } from '../events/envelope.js';

/** The state that a stream had at a version, kept so that it need not be folded from the start. */
export interface StreamSnapshot {
  readonly streamId: string;
  /** Whose state it is: several deciders may fold one stream. */
  readonly name: string;
  /** The version of the stream that the state includes. */
  readonly streamVersion: number;
  /** The shape of `state`; raised whenever the same events give another state. */
  readonly schemaVersion: number;
  readonly state: Json;
}

/** Keeps one snapshot for each stream and name. Losing any of them costs time, never correctness. */
export interface SnapshotStore {
  /** The snapshot that was saved last; undefined where there is none. */
  load(streamId: string, name: string): Promise<StreamSnapshot | undefined>;
  /** Keeps a snapshot in place of the one before, whatever its versions. Atomic; of two at once either may stay. */
  save(snapshot: StreamSnapshot): Promise<void>;
  /** Forgets every snapshot of this name; says how many there were. */
  discard(name: string): Promise<number>;
}

import type { Json } from '../events/envelope.js';

/** The state of a stream at a version, so that loading need not fold from the first event. */
export interface StreamSnapshot {
  readonly streamId: string;
  /** The decider whose state it is; several deciders may fold one stream. */
  readonly name: string;
  /** The version of the stream that the state includes. */
  readonly streamVersion: number;
  /** The version of the decider's state; increased when the same events give another state. */
  readonly schemaVersion: number;
  readonly state: Json;
}

/** Keeps one snapshot for each stream and name. Losing a snapshot affects speed, never correctness. */
export interface SnapshotStore {
  /** The snapshot that was saved last; undefined if there is none. */
  load(streamId: string, name: string): Promise<StreamSnapshot | undefined>;
  /** Replaces the stream's snapshot of this name, whatever its versions. Atomic; of two concurrent saves either may win. */
  save(snapshot: StreamSnapshot): Promise<void>;
  /** Deletes every snapshot of this name and returns how many there were. */
  discard(name: string): Promise<number>;
}

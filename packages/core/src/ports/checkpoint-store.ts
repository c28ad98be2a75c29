import type { LogPosition } from '../events/log-position.js';

/** The checkpoint of a subscription. */
export interface CheckpointState {
  readonly subscription: string;
  readonly position: LogPosition;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly movedAt: string;
}

/** Keeps the position up to which each durable subscription has processed the log. */
export interface CheckpointStore {
  /** Whether checkpoints outlive the process. If so, the work that they mark as done must be durable too. */
  readonly isDurable: boolean;
  /** The checkpoint; undefined before its first move. */
  load(subscription: string): Promise<LogPosition | undefined>;
  /**
   * Moves the checkpoint; durable when it resolves. Returns false and changes nothing if the checkpoint is no longer
   * at `from` (undefined: not moved yet), because another process has moved it. Atomic. Rejects with a PortError; the
   * checkpoint may then have moved.
   */
  move(
    subscription: string,
    step: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  ): Promise<boolean>;
  /** Lists every checkpoint in ascending order of its subscription's name. */
  list(): Promise<readonly CheckpointState[]>;
}

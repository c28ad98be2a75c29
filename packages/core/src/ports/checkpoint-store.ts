import type { LogPosition } from '../events/envelope.js';

/** The checkpoint of a subscription. */
export interface CheckpointState {
  readonly subscription: string;
  readonly position: LogPosition;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly movedAt: string;
}

/** Keeps the position up to which each durable subscription has processed the log. */
export interface CheckpointStore {
  /** Whether checkpoints outlive the process. If so, what they say is done must be durable too. */
  readonly isDurable: boolean;
  /** The checkpoint; undefined before its first move. */
  load(subscription: string): Promise<LogPosition | undefined>;
  /**
   * Moves the checkpoint; durable when it resolves. False, with nothing changed, if it is not at `from` any more
   * (undefined: it has not moved yet), because another process has moved it. Atomic. Rejects with a PortError; then the
   * checkpoint may have moved.
   */
  move(
    subscription: string,
    step: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  ): Promise<boolean>;
  /** Lists every checkpoint in ascending order of its subscription's name. */
  list(): Promise<readonly CheckpointState[]>;
}

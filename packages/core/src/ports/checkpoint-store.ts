import type { LogPosition } from '../events/envelope.js';

/** How far a subscription is. */
export interface CheckpointState {
  readonly subscription: string;
  readonly position: LogPosition;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly movedAt: string;
}

/** Where durable subscriptions to the log go on. */
export interface CheckpointStore {
  /** Undefined before its first move. */
  load(subscription: string): Promise<LogPosition | undefined>;
  /** Moves the checkpoint. False, with nothing changed, where it is not at `from` (undefined: none yet) any more. */
  move(
    subscription: string,
    step: { readonly from: LogPosition | undefined; readonly to: LogPosition },
  ): Promise<boolean>;
  /** Every checkpoint, by name. */
  list(): Promise<readonly CheckpointState[]>;
}

/** APIs and workers of a rush, at work. */
export interface Stage {
  /** Where the APIs listen. */
  readonly addresses: readonly string[];
  /** Kills the worker that is busy, in the middle of whatever it does, and starts another in its place. */
  killWorker(): Promise<void>;
  /** Ends them all in an orderly way; resolves with what did not end so. Idempotent. */
  stop(): Promise<readonly string[]>;
  /** Rejects when one of them ends by itself. */
  readonly failed: Promise<never>;
}

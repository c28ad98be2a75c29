/** The running APIs and workers of a rush. */
export interface Stage {
  /** The addresses that the APIs listen on. */
  readonly addresses: readonly string[];
  /** Kills the busy worker at an arbitrary point, and starts it again. */
  killWorker(): Promise<void>;
  /** Shuts all processes down. Resolves with those that did not end cleanly. Idempotent. */
  stop(): Promise<readonly string[]>;
  /** Rejects when a process ends unexpectedly. */
  readonly failed: Promise<never>;
}

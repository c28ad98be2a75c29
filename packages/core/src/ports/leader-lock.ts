/** A lock while it is held. */
export interface HeldLock {
  /** Aborts when the lock is lost, for example with its connection; another process may hold it then. */
  readonly lost: AbortSignal;
  /** Gives the lock up. Idempotent; does nothing if the lock is lost already. */
  release(): Promise<void>;
}

/** Chooses one of many processes for work that only one should do. Correctness must not depend on it alone. */
export interface LeaderLock {
  /**
   * Takes the named lock without waiting; undefined if it is held, also by this process. The lock is free again when its
   * holder ends in any way. Locks of one process may be lost together. A failed attempt leaves nothing behind, so asking
   * every second costs a query, not a connection. Rejects with a PortError.
   */
  tryAcquire(name: string): Promise<HeldLock | undefined>;
}

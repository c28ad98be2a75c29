/** A lock while it is held. */
export interface HeldLock {
  /**
   * Rises with every acquisition of the name. Pass it to a system that can refuse the work of a former holder: one that
   * has seen a higher token.
   */
  readonly token: number;
  /** Aborts when the lock is lost; another process may hold it then. */
  readonly lost: AbortSignal;
  /**
   * Gives the lock up, so that another process can acquire it at once. If the store cannot be reached, the lease
   * expires by itself. Idempotent; does nothing if the lock is lost already. Never rejects.
   */
  release(): Promise<void>;
}

/** The last holder of a lock, and its lease. Times are those of the store's clock: RFC 3339 text in UTC. */
export interface LeaderLease {
  /** The name of the lock. */
  readonly name: string;
  /** The process that acquired it last, in the store's own words. */
  readonly holder: string;
  readonly token: number;
  readonly renewedAt: string;
  /** When the lease expires, has expired or was released. */
  readonly expiresAt: string;
  /** Whether the lock is held at this moment: its lease has neither expired nor been released. */
  readonly isValid: boolean;
}

/**
 * Chooses one of many processes for work that only one should do.
 *
 * A lock is a lease that its holder renews. A holder that is stopped, killed or cut off loses it when the lease expires
 * by the store's clock, and another process can acquire it. The holder's signal aborts when it could not renew the lease
 * for that long by its own monotonic clock, so no later than the store would give the lock away. A process that is
 * stopped cannot look at a clock: when it resumes, it may finish a step that it had begun. Correctness must therefore
 * not depend on the lock alone.
 */
export interface LeaderLock {
  /**
   * Takes the named lock without waiting; undefined if it is held, also by this process. A failed attempt costs one
   * statement and leaves nothing behind. Rejects with a PortError.
   */
  tryAcquire(name: string): Promise<HeldLock | undefined>;
  /** The last lease of every lock that was ever acquired, by name. Rejects with a PortError. */
  leases(): Promise<readonly LeaderLease[]>;
}

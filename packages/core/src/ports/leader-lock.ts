/** A lock while it is held. */
export interface HeldLock {
  /** Aborts when the lock is lost, be it with the connection that held it. Somebody else may hold it then. */
  readonly lost: AbortSignal;
  /** Gives it up; idempotent, and no error where it is lost already. */
  release(): Promise<void>;
}

/** Chooses one of many processes for work that only one should do. Correctness must not rest on it alone. */
export interface LeaderLock {
  /** Takes the named lock if nobody holds it, without waiting; it is free again when its holder ends, however that ends. */
  tryAcquire(name: string): Promise<HeldLock | undefined>;
}

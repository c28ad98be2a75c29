import type { LeaderLease } from '../ports/leader-lock.js';

/** A lease that this process holds. */
export interface HeldLease {
  readonly name: string;
  readonly token: number;
}

/**
 * Where leases are kept. Each method is one atomic step on the store, and only the store's clock decides whether a lease
 * is valid. Methods reject with a PortError. `renew` should reject within a third of the lease, so that it can be retried.
 */
export interface LeaseTable {
  /**
   * Takes the lease if it is not valid, or if this process has it, and returns its token, which is higher than any
   * before. Undefined if another process has it. A process calls it only for names that it does not hold: a valid lease
   * of its own is one whose answer or release was lost.
   */
  acquire(name: string): Promise<number | undefined>;
  /** Extends those leases that are still valid and have these tokens; returns their names. */
  renew(leases: readonly HeldLease[]): Promise<ReadonlySet<string>>;
  /** Ends those leases that have these tokens. */
  release(leases: readonly HeldLease[]): Promise<void>;
  list(): Promise<readonly LeaderLease[]>;
}

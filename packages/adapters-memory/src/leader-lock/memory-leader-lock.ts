import {
  LeasedLocks,
  silentLogger,
  type Clock,
  type LeaderLock,
  type LeaseTable,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { MemoryLeaseTable } from './memory-lease-table.js';

export interface MemoryLeaderLockOptions {
  readonly leaseMs: number;
  readonly clock: Clock;
  /** Replaces the table of leases, for tests. */
  readonly leases?: ((table: LeaseTable) => LeaseTable) | undefined;
}

/** Leader locks as leases of a memory database. A session that closes releases them; one that crashes does not. */
export function memoryLeaderLock(
  session: DatabaseSession,
  { leaseMs, clock, leases = (table) => table }: MemoryLeaderLockOptions,
): LeaderLock {
  const table = leases(new MemoryLeaseTable(session, leaseMs));
  // Renewals of an open session do not fail, so there is nothing to log.
  const locks = new LeasedLocks(table, leaseMs, { clock, logger: silentLogger });
  session.onEnd((state) => {
    if (state === 'closed') void locks.close();
  });
  return locks;
}

import { LeasedLocks, silentLogger, type Clock, type LeaderLock } from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { MemoryLeaseTable } from './memory-lease-table.js';

/** Leader locks as leases of a memory database. A session that closes releases them; one that crashes does not. */
export function memoryLeaderLock(
  session: DatabaseSession,
  leaseMs: number,
  clock: Clock,
): LeaderLock {
  // Renewals of an open session do not fail, so there is nothing to log.
  const locks = new LeasedLocks(new MemoryLeaseTable(session, leaseMs), leaseMs, {
    clock,
    logger: silentLogger,
  });
  session.onEnd((state) => {
    if (state === 'closed') void locks.close();
  });
  return locks;
}

import { hostname } from 'node:os';
import { LeasedLocks, type LeasedLocksDependencies, type Random } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { DatabaseTables } from '../database-tables.js';
import { PostgresLeaseTable } from './postgres-lease-table.js';

export interface LeaderLockDependencies extends LeasedLocksDependencies {
  readonly random: Random;
}

/** Leader locks as leases in a table. Neither a leader nor a stand-by keeps a connection for them. */
export function postgresLeaderLock(
  pool: ConnectionPool,
  { leaderLeases }: DatabaseTables,
  leaseMs: number,
  { random, ...dependencies }: LeaderLockDependencies,
): LeasedLocks {
  const table = new PostgresLeaseTable(pool, leaderLeases, nameHolder(random), leaseMs);
  return new LeasedLocks(table, leaseMs, dependencies);
}

/** Host, process and database instance, such as `web-1/4711/9f3a61c2`. */
function nameHolder(random: Random): string {
  const instance = Math.floor(random.next() * 2 ** 32).toString(16);
  return `${hostname()}/${String(process.pid)}/${instance.padStart(8, '0')}`;
}

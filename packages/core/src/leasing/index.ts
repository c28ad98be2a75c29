export { LeasedLocks, type LeasedLocksDependencies } from './leased-locks.js';
export type { HeldLease, LeaseTable } from './lease-table.js';

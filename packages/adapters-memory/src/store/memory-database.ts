import type { CheckpointState, Clock, StreamSnapshot } from '@foldmart/core';
import { CouponTables } from '../coupons/coupon-tables.js';
import { ProjectionStates } from '../projections/projection-states.js';
import { ReadModelTables } from '../projections/read-model-tables.js';
import type { Rebuild } from '../projections/rebuild.js';
import { Claims } from './claims.js';
import { DeadLetterTable } from './dead-letter-table.js';
import { EventLog } from './event-log.js';
import { TableLocks } from './table-locks.js';
import { Transactions } from './transactions.js';

/**
 * What several instances share, as several processes share a server: the log, read models, coupons, dead
 * letters, snapshots, checkpoints, locks and the transactions that change them.
 */
export class MemoryDatabase {
  readonly clock: Clock;
  readonly log = new EventLog();
  readonly tables = new ReadModelTables();
  readonly coupons = new CouponTables();
  readonly deadLetters: DeadLetterTable;
  readonly transactions: Transactions;
  readonly claims = new Claims();
  readonly tableLocks: TableLocks;
  readonly projectionStates = new ProjectionStates();
  readonly rebuilds = new Map<string, Rebuild>();
  readonly subscriptions = new Map<string, CheckpointState>();
  readonly snapshots = new Map<string, StreamSnapshot>();
  readonly lockHolders = new Map<string, object>();
  /** By kind: the last turn in which rows were marked as cached, in microseconds since the epoch. */
  readonly lastCacheTurns = new Map<string, number>();

  constructor(dependencies: { readonly clock: Clock }) {
    this.clock = dependencies.clock;
    this.deadLetters = new DeadLetterTable(this.clock);
    this.tableLocks = new TableLocks(this.clock);
    this.transactions = new Transactions(this.clock, () => {
      this.log.settle(this.transactions.horizon);
    });
  }
}

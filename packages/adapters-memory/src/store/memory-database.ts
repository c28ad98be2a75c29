import type { CheckpointState, Clock, LogPosition, StreamSnapshot } from '@foldmart/core';
import { CouponTables } from '../coupons/coupon-tables.js';
import { Claims } from './claims.js';
import { DeadLetterTable } from './dead-letter-table.js';
import { EventLog } from './event-log.js';
import { ReadModelTables } from './read-model-tables.js';
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
  readonly checkpoints = new Map<string, LogPosition>();
  readonly subscriptions = new Map<string, CheckpointState>();
  readonly snapshots = new Map<string, StreamSnapshot>();
  readonly lockHolders = new Map<string, object>();
  /** By kind: the last turn in which rows were marked as cached, in microseconds since the epoch. */
  readonly lastCacheTurns = new Map<string, number>();

  constructor(dependencies: { readonly clock: Clock }) {
    this.clock = dependencies.clock;
    this.deadLetters = new DeadLetterTable(this.clock);
    this.transactions = new Transactions(this.clock, () => {
      this.log.settle(this.transactions.horizon);
    });
  }
}

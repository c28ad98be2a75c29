import type { LogContext } from '../../event-store/log-writer.js';
import type { CouponTables } from '../coupon-tables.js';

/** Where the ledger reads and writes: the event log and its own tables. */
export interface CouponStore {
  readonly log: LogContext;
  readonly tables: CouponTables;
}

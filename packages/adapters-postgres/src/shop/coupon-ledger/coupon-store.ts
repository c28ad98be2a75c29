import type { LogContext } from '../../event-store/log-writer.js';
import type { CouponTables } from '../coupon-tables.js';

/** The event log and the tables that the ledger uses. */
export interface CouponStore {
  readonly log: LogContext;
  readonly tables: CouponTables;
}

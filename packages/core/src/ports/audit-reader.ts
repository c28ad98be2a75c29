import type { LogPosition } from '../events/log-position.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModel, Row } from '../projections/read-model.js';
import type { LogRange, LogSlice } from './event-store.js';
import type { RowRange } from './read-model-store.js';

/** A consistent snapshot of everything that was committed at one moment. */
export interface AuditView {
  /**
   * Reads the log in its order, with every event committed at that moment, even if open transactions still hide some
   * from other readers.
   */
  readAll(range: LogRange): Promise<LogSlice>;
  /** Counts the events. */
  count(): Promise<number>;
  /**
   * The rows of a read model, as {@link ReadModelStore.scan} returns them. The tables of the coupon ledger are read
   * in the same way: campaigns, issued coupons and the outcomes of requests.
   */
  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]>;
  /**
   * The rows with these keys, in any order and as `scan` returns them. A key without a row gives none; a key that is
   * listed twice may give its row once or twice. All are read at once: list a few thousand at most.
   */
  rows(model: ReadModel, keys: readonly Row[]): Promise<readonly Row[]>;
  /**
   * The names of all tables beside the store's own, in code point order: those of read models, whichever program declared
   * them, and those that are not the library's at all. Tables of the modules that the store was opened with and the
   * unfinished tables of rebuilds are left out.
   */
  tables(): Promise<readonly string[]>;
  /** How far an asynchronous projection was; undefined before its first step, or at another version. */
  checkpoint(projection: Projection): Promise<LogPosition | undefined>;
}

/** Compares the log with the data derived from it while other processes keep writing. */
export interface AuditReader {
  /**
   * Runs `work` on a view of this moment. The view is closed when `work` ends; later reads reject with reason
   * `closed`. Rejects with whatever `work` rejects with.
   * Blocks no other process, however long it takes. A rebuild may therefore replace its tables during the audit. If
   * the old rows are gone by then, the view rejects with a retryable PortError: run the audit again.
   */
  audit<Result>(work: (view: AuditView) => Promise<Result>): Promise<Result>;
}

import type { LogPosition } from '../events/envelope.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModel, Row } from '../projections/read-model.js';
import type { LogRange, LogSlice } from './event-store.js';
import type { RowRange } from './read-model-store.js';

/** Everything as it was committed at one moment. */
export interface AuditView {
  /** The log in its order, with everything that was committed, whatever transactions ran at the moment. */
  readAll(range: LogRange): Promise<LogSlice>;
  /** How many events there are. */
  count(): Promise<number>;
  /**
   * The rows of a read model as {@link ReadModelStore.scan} gives them, and those of the coupon ledger in the same way: of
   * the campaigns, who holds a coupon, and how requests ended.
   */
  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]>;
  /**
   * The names of all tables beside the store's own, in code point order: those of read models, whichever program declared
   * them, and those that are not the library's at all. Tables of the modules that the store was opened with and the
   * unfinished tables of rebuilds are left out.
   */
  tables(): Promise<readonly string[]>;
  /** How far an asynchronous projection was; undefined before its first step, or at another version. */
  checkpoint(projection: Projection): Promise<LogPosition | undefined>;
}

/** Lets the log and what was made of it be compared while others go on writing. */
export interface AuditReader {
  /**
   * Runs `work` on a view of this moment, which ends with it: what is asked of the view later rejects with reason
   * `closed`. Holds nobody back, however long it takes, so a rebuild may end meanwhile; where its old rows are gone
   * then, the view rejects with a retryable PortError: audit again. What `work` rejects with is handed on.
   */
  audit<Result>(work: (view: AuditView) => Promise<Result>): Promise<Result>;
}

import type { KeyOf, RowOf } from '../projections/define/row-types.js';
import type { RowQuery } from '../projections/find/row-query.js';
import type { ReadModel, Row } from '../projections/read-model.js';

/** A part of a read model, in key order. */
export interface RowRange<Key = Row> {
  /** Only rows whose key comes after this one, whether or not there is a row with it. */
  readonly after?: Key;
  /** The largest number of rows to return, a whole number from 0. */
  readonly limit: number;
}

/**
 * Reads committed rows of read models, in the canonical form of {@link ColumnType}, with their operational columns. All
 * methods may be called concurrently, reject with a PortError, and read also models that this process has no projection
 * for. Text is ordered by its UTF-8 bytes.
 */
export interface ReadModelStore {
  /** The row with this key, or undefined. Rejects with reason `rejected` if no row can have the key. */
  get<Model extends ReadModel>(model: Model, key: KeyOf<Model>): Promise<RowOf<Model> | undefined>;
  /** The number of rows. */
  count(model: ReadModel): Promise<number>;
  /** Reads rows in ascending key order. A series of calls reads every row that is not deleted exactly once. */
  scan<Model extends ReadModel>(
    model: Model,
    range: RowRange<KeyOf<Model>>,
  ): Promise<readonly RowOf<Model>[]>;
  /**
   * Reads rows by one of the model's indexes, or by its key, in the order of the index and then of the key. Null
   * comes first in ascending order and last in descending order. A series of calls, each after the last row of the
   * one before, reads every row that does not change exactly once. Reads no more of the model than the index needs.
   *
   * Rejects with reason `rejected` if no index serves the query. Rejects with a retryable error while the rows are of
   * another version of the model that lacks a column of the index.
   */
  find<Model extends ReadModel>(
    model: Model,
    query: RowQuery<Model>,
  ): Promise<readonly RowOf<Model>[]>;
}

import type { ReadModel, Row } from '../projections/read-model.js';

/** A part of a read model, in key order. */
export interface RowRange {
  /** Only rows whose key comes after this one. */
  readonly after?: Row;
  readonly limit: number;
}

/** Reads read models, in the canonical form of {@link ColumnType}; operational columns included. */
export interface ReadModelStore {
  /** The row with this key, or undefined. */
  get(model: ReadModel, key: Row): Promise<Row | undefined>;
  /** How many rows there are. */
  count(model: ReadModel): Promise<number>;
  /** Rows in ascending key order, text by its UTF-8 bytes; complete over several calls for rows that stay. */
  scan(model: ReadModel, range: RowRange): Promise<readonly Row[]>;
}

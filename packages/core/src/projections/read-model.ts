/**
 * The type of a column, the same in every store.
 *
 * - `decimal`: exact, with at most 38 digits before the point and 38 behind it; written as text, or as a number by its
 *   shortest text; read as text without trailing zeros. A sum of many values may have more digits
 * - `timestamp`: an instant with microseconds; written as RFC 3339 text, read in UTC (`2026-02-03T14:30:00.000000Z`)
 * - `integer`: whole, within 2^53
 * - `json`: any JSON value
 *
 * A value that does not fit is rejected. No store rounds it.
 */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'timestamp' | 'json';

/** A value of a column. */
export type ColumnValue = unknown;

/** A row by column name. A column that is absent is null. */
export type Row = Readonly<Record<string, ColumnValue>>;

/** The columns of a table, with their types. */
export type ColumnTypes = Readonly<Record<string, ColumnType>>;

/**
 * A table that projections fill, with the same name and columns in every store. Define it with {@link defineReadModel},
 * which checks it and keeps its types.
 */
export interface ReadModel {
  /** The table's name: lower-case letters, digits and `_`, at most 63 characters, the first no digit. */
  readonly name: string;
  /** The columns of the primary key, each of type text or integer. */
  readonly key: readonly string[];
  readonly columns: ColumnTypes;
  /** Values for columns that a new row leaves out, or sets to null. Columns without one are null. */
  readonly defaults?: Row;
  /**
   * Lists of columns to index, so that {@link ReadModelStore.find} can read by them. Null sorts first. Columns of type
   * `json` cannot be indexed.
   */
  readonly indexes?: readonly (readonly string[])[];
  /**
   * Columns that say how a row is used, such as when it was last mailed. No event writes them. They are null in a new row,
   * a rebuild keeps them, and comparisons with the log leave them out.
   */
  readonly operational?: ColumnTypes;
  /** The name of a column in which the store numbers rows in the order of their insertion. Reads do not return it. */
  readonly arrival?: string;
}

/** Adds a row. If the key exists, the existing row stays as it is. Fields that are not columns are ignored. */
export interface InsertRow {
  readonly op: 'insert';
  readonly model: string;
  readonly row: Row;
}

/** Sets columns of a row. Does nothing if there is no row with this key. */
export interface UpdateRow {
  readonly op: 'update';
  readonly model: string;
  readonly key: Row;
  /** Columns outside the key. */
  readonly set: Row;
}

/**
 * Adds numbers to columns, and raises columns to the greater of two values. Creates the row if it is missing: sums start
 * from zero, maxima from null, whatever the defaults are.
 */
export interface AccumulateRow {
  readonly op: 'accumulate';
  readonly model: string;
  readonly key: Row;
  /** Columns of type integer or decimal. */
  readonly add?: Row;
  /** Columns of type timestamp, integer or decimal, none of which is in `add`. */
  readonly max?: Row;
}

/** Copies columns to a row from the row with the same key in another model. Does nothing if either row is missing. */
export interface MirrorRow {
  readonly op: 'mirror';
  readonly from: string;
  readonly model: string;
  readonly key: Row;
  readonly columns: readonly string[];
}

/**
 * Deletes a row with its operational columns. Does nothing if there is no row with this key. A later insert of the
 * key makes a new row. Only the projection that inserts the rows of a model may delete them, because another
 * projection may be at a different position in the log.
 */
export interface DeleteRow {
  readonly op: 'delete';
  readonly model: string;
  readonly key: Row;
}

/** One change to a read model. Changes are applied in order, as if one by one. */
export type ReadModelWrite = InsertRow | UpdateRow | AccumulateRow | MirrorRow | DeleteRow;

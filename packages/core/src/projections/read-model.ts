/**
 * What a column holds, in every store alike.
 *
 * - `decimal`: exact, given and read as text or as a number whose shortest text is meant
 * - `timestamp`: an instant with microseconds, given as RFC 3339 text, read in UTC (`2026-02-03T14:30:00.000000Z`)
 * - `integer`: whole, within 2^53
 * - `json`: any JSON value
 */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'boolean' | 'timestamp' | 'json';

/** A value of a column. */
export type ColumnValue = unknown;

/** A row by column name; absent columns are null. */
export type Row = Readonly<Record<string, ColumnValue>>;

/** A table that projections fill: the same name and columns in every store. */
export interface ReadModel {
  /** Lower-case words joined by `_`; the table's name. */
  readonly name: string;
  /** The columns of the primary key, text or integer each. */
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns of a new row that has no value for them, instead of null. */
  readonly defaults?: Row;
  /** Columns to index, each list an index in that order; null values sort first. */
  readonly indexes?: readonly (readonly string[])[];
  /**
   * Columns that say how the row is used, and that no event writes: left out of comparisons with the log,
   * kept when the model is rebuilt, null in a new row.
   */
  readonly operational?: Readonly<Record<string, ColumnType>>;
  /** A column that numbers the rows in the order in which they came; the store fills it, no projection does. */
  readonly arrival?: string;
}

/** Adds a row; where its key exists already, that row stays as it is. Fields that are no columns are ignored. */
export interface InsertRow {
  readonly op: 'insert';
  readonly model: string;
  readonly row: Row;
}

/** Sets columns of a row; where there is none with that key, nothing happens. */
export interface UpdateRow {
  readonly op: 'update';
  readonly model: string;
  readonly key: Row;
  readonly set: Row;
}

/**
 * Adds numbers to columns and raises columns to later or higher values, making the row where it is
 * missing (from zero, and from nothing).
 */
export interface AccumulateRow {
  readonly op: 'accumulate';
  readonly model: string;
  readonly key: Row;
  /** Integer or decimal columns. */
  readonly add?: Row;
  /** Timestamp, integer or decimal columns: the greater value stays. */
  readonly max?: Row;
}

/** Copies columns of a row to the row of the same key in another model, where both exist. */
export interface MirrorRow {
  readonly op: 'mirror';
  readonly from: string;
  readonly model: string;
  readonly key: Row;
  readonly columns: readonly string[];
}

/** One change to a read model. Changes are applied in order, as if one by one. */
export type ReadModelWrite = InsertRow | UpdateRow | AccumulateRow | MirrorRow;

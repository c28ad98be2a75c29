import type { ShownJson } from '../shown/shown-value.js';
import type { EventView } from './stream-view.js';

/** A row as JSON. */
export type ShownRow = Readonly<Record<string, ShownJson>>;

export interface ModelView {
  readonly name: string;
  readonly key: readonly string[];
  /** Columns and their types, operational ones last. */
  readonly columns: Readonly<Record<string, string>>;
  /** Lists of columns by which rows can be read; the first is the key. */
  readonly indexes: readonly (readonly string[])[];
  /** The projections that write it; none for a derived model. */
  readonly writers: readonly string[];
}

/** A page of rows. */
export interface RowsView {
  readonly rows: readonly ShownRow[];
  /** Where to read on; null at the end. */
  readonly next: ShownRow | null;
}

/** What an event did to a row. */
export interface RowTouchView {
  readonly event: EventView;
  /** Null for a derived model. */
  readonly projection: string | null;
  /** `insert`, `update`, `accumulate`, `mirror`, `delete`. */
  readonly changes: readonly string[];
  readonly isPending: boolean;
  /** The row after the event; null if there is none. */
  readonly row: ShownRow | null;
}

/** Which events made a row, and whether a fold of the log agrees with it. */
export interface RowHistoryView {
  readonly touches: readonly RowTouchView[];
  readonly touchCount: number;
  readonly stored: ShownRow | null;
  readonly folded: ShownRow | null;
  readonly differing: readonly string[];
  readonly lagging: readonly string[];
}

/** A line of the answer to a question that takes long. */
export type RowHistoryLine =
  | { readonly progress: { readonly events: number; readonly total: number } }
  | { readonly result: RowHistoryView }
  | { readonly error: string };

/** The progress of a rebuild. */
export interface RebuildView {
  /** The names of the projections, joined by `+`. */
  readonly id: string;
  readonly events: number;
  readonly total: number;
  readonly state: 'running' | 'done' | 'failed';
}

import type { RowRange } from '../../ports/read-model-store.js';
import { findRows, sortRows } from '../find/find-rows.js';
import type { FindPlan } from '../find/plan-find.js';
import type { ReadModel, Row } from '../read-model.js';
import { compareRowKeys, toRowKey } from './row-key.js';

/** A row and its number of arrival. */
export interface RowEntry {
  readonly row: Row;
  readonly arrival: number;
}

/** A row of the table, until it is given out as it is. */
interface OwnEntry {
  row: RowDraft;
  /** Whether the row is frozen; to ask the row itself takes longer. */
  isGiven: boolean;
  readonly arrival: number;
}

/** A row that its table may change in place. */
export type RowDraft = Record<string, unknown>;

/**
 * The rows of one read model by the text of their keys. A row that was given out is frozen: the next change replaces it.
 * Others change in place, because sums change a thousand times between two reads.
 */
export class RowTable {
  readonly model: ReadModel;
  #entries = new Map<string, OwnEntry>();
  /** In key order; sorted again when it is read after a change. */
  #sorted: readonly Row[] | undefined;
  /** In the order of an index, by the names of its columns. */
  readonly #indexed = new Map<string, readonly Row[]>();
  #arrivals = 0;

  constructor(model: ReadModel) {
    this.model = model;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** A copy of the table. Later changes to one do not affect the other. */
  copy(): RowTable {
    const copy = new RowTable(this.model);
    for (const [key, entry] of this.#entries) {
      copy.#entries.set(key, { row: give(entry), isGiven: true, arrival: entry.arrival });
    }
    copy.#arrivals = this.#arrivals;
    return copy;
  }

  /** The rows and the texts of their keys. */
  *rows(): Iterable<readonly [string, Row]> {
    for (const [key, entry] of this.#entries) yield [key, give(entry)];
  }

  /** In the order of arrival. */
  *entries(): Iterable<RowEntry> {
    for (const entry of this.#entries.values()) {
      yield { row: give(entry), arrival: entry.arrival };
    }
  }

  /** The row with these key columns. Throws {@link UnstorableError} if no row can have them. */
  find(key: Row): Row | undefined {
    return this.get(toRowKey(this.model, key).text);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  get(key: string): Row | undefined {
    const entry = this.#entries.get(key);
    return entry && give(entry);
  }

  /** The row with this key, to be read before anything else happens: it may change in place. */
  peek(key: string): Row | undefined {
    return this.#entries.get(key)?.row;
  }

  /** Adds a frozen row, unless there is one with its key. */
  insert(key: string, row: Row): void {
    if (this.#entries.has(key)) return;
    this.#entries.set(key, { row, isGiven: true, arrival: (this.#arrivals += 1) });
    this.#forgetOrders();
  }

  /** The row with this key, to be changed before anything else happens; undefined if there is none. */
  draft(key: string): RowDraft | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.isGiven) {
      entry.row = { ...entry.row };
      entry.isGiven = false;
    }
    this.#forgetOrders();
    return entry.row;
  }

  /** Adds a row, or replaces the one with its key. The table owns the row afterwards, unless it is frozen. */
  put(key: string, row: RowDraft): void {
    const isGiven = Object.isFrozen(row);
    const known = this.#entries.get(key);
    if (known === undefined) {
      this.#entries.set(key, { row, isGiven, arrival: (this.#arrivals += 1) });
    } else {
      known.row = row;
      known.isGiven = isGiven;
    }
    this.#forgetOrders();
  }

  /** Takes the row with this key out of the table; undefined if there is none. */
  take(key: string): Row | undefined {
    const entry = this.#entries.get(key);
    this.delete(key);
    return entry?.row;
  }

  /** Takes all rows out of the table, with the texts of their keys. */
  *drain(): Iterable<readonly [string, Row]> {
    const entries = this.#entries;
    this.#entries = new Map();
    this.#forgetOrders();
    for (const [key, { row }] of entries) yield [key, row];
  }

  /** Deletes the row with this text as its key, if there is one. */
  delete(key: string): void {
    if (this.#entries.delete(key)) this.#forgetOrders();
  }

  /** Rows in key order. Throws {@link UnstorableError} if no row can have the key `after`. */
  scan({ after, limit }: RowRange): readonly Row[] {
    this.#sorted ??= this.#rows().sort((one, other) => compareRowKeys(this.model, one, other));
    const behind = after === undefined ? undefined : toRowKey(this.model, after).columns;
    const first = behind === undefined ? 0 : this.#indexBehind(this.#sorted, behind);
    return this.#sorted.slice(first, first + limit);
  }

  /** The rows that a query asks for. */
  select(plan: FindPlan): readonly Row[] {
    const name = plan.index.map(({ column }) => column).join();
    const sorted = this.#indexed.get(name) ?? sortRows(this.#rows(), plan.index);
    this.#indexed.set(name, sorted);
    return findRows(sorted, plan);
  }

  #rows(): Row[] {
    return Array.from(this.#entries.values(), give);
  }

  #forgetOrders(): void {
    this.#sorted = undefined;
    if (this.#indexed.size > 0) this.#indexed.clear();
  }

  #indexBehind(sorted: readonly Row[], after: Row): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = sorted[middle];
      if (row !== undefined && compareRowKeys(this.model, row, after) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The row, frozen, so that the next change replaces it. */
function give(entry: OwnEntry): Row {
  if (!entry.isGiven) {
    Object.freeze(entry.row);
    entry.isGiven = true;
  }
  return entry.row;
}

import { canonicalJson } from '../../values/canonical-json.js';
import type { ReadModel, Row } from '../read-model.js';
import { FingerprintTable } from './fingerprint-table.js';

/**
 * The rows that a store holds, as fingerprints of their keys and contents. A row that the fold has reached is marked
 * as matched: the store keeps its values, so the fold does not have to.
 */
export class StoredRows {
  readonly #tables: ReadonlyMap<string, FingerprintTable>;

  constructor(models: readonly ReadModel[]) {
    this.#tables = new Map(models.map(({ name }) => [name, new FingerprintTable()]));
  }

  /** How many rows of all models. */
  get size(): number {
    return [...this.#tables.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** How many rows of a model. */
  count({ name }: ReadModel): number {
    return this.#table(name).size;
  }

  /** How many rows of a model no fold has reached. */
  unmatched({ name }: ReadModel): number {
    return this.#table(name).unmarked;
  }

  /** Adds a row of the store. */
  add(model: ReadModel, key: string, row: Row): void {
    this.#table(model.name).add(key, contentOf(model, row));
  }

  /** Whether the store holds this row. */
  holds(model: ReadModel, key: string, row: Row): boolean {
    return this.#table(model.name).holds(key, () => contentOf(model, row));
  }

  isMatched(model: string, key: string): boolean {
    return this.#table(model).isMarked(key);
  }

  match(model: string, key: string): void {
    this.#table(model).mark(key, true);
  }

  unmatch(model: string, key: string): void {
    this.#table(model).mark(key, false);
  }

  #table(model: string): FingerprintTable {
    const table = this.#tables.get(model);
    if (table === undefined) {
      throw new RangeError(`No projection declares the read model ${model}.`);
    }
    return table;
  }
}

/** The same text for rows that are equal in the columns that events write. */
function contentOf({ columns }: ReadModel, row: Row): string {
  const values: unknown[] = [];
  for (const column in columns) {
    const value = row[column] ?? null;
    // In brackets, as no plain value is: text that looks like JSON is another value.
    values.push(typeof value === 'object' && value !== null ? [canonicalJson(value)] : value);
  }
  return JSON.stringify(values);
}

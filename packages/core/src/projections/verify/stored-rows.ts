import type { ReadModel } from '../read-model.js';
import { ofModel } from '../rows/index.js';
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

  /** Adds a row of the store, as its canonical text. */
  add({ name }: ReadModel, key: string, text: string): void {
    this.#table(name).add(key, text);
  }

  has({ name }: ReadModel, key: string): boolean {
    return this.#table(name).has(key);
  }

  /** Whether the store holds this row, given as its canonical text. */
  holds({ name }: ReadModel, key: string, text: string): boolean {
    return this.#table(name).holds(key, text);
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
    return ofModel(this.#tables, model);
  }
}

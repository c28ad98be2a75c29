import type { ReadModel, Row } from '../read-model.js';
import { RowTable, type RowKey } from '../rows/index.js';
import { canonicalText } from './canonical-text.js';
import type { StateHash } from './state-hash.js';
import type { StoredRows } from './stored-rows.js';

type Tables = ReadonlyMap<string, RowTable>;

/**
 * The rows of a fold that are held in memory: those that differ from the store's, so far. A row that equals the
 * store's is released, and counted in the hash. It is recalled, with the store's values, before an event changes it.
 */
export class HeldRows {
  readonly #models: readonly ReadModel[];
  readonly #inStore: StoredRows;
  readonly #hash: StateHash;
  readonly #stored: Tables;
  /** By model: how many rows the last release has left. */
  readonly #left = new Map<string, number>();
  /** The same tables until they are split. */
  #final: Tables;

  constructor(models: readonly ReadModel[], inStore: StoredRows, hash: StateHash) {
    this.#models = models;
    this.#inStore = inStore;
    this.#hash = hash;
    this.#stored = new Map(models.map((model) => [model.name, new RowTable(model)]));
    this.#final = this.#stored;
  }

  /** What the store should hold now. */
  readonly stored = (model: string): RowTable => tableIn(this.#stored, model);

  /** The rows once all projections have reached the end of the log. */
  readonly final = (model: string): RowTable => tableIn(this.#final, model);

  /** Whether `final` has tables of its own. */
  get isSplit(): boolean {
    return this.#final !== this.#stored;
  }

  get size(): number {
    const tables = this.isSplit ? [this.#stored, this.#final] : [this.#stored];
    return tables.flatMap((each) => [...each.values()]).reduce((sum, { size }) => sum + size, 0);
  }

  /** From now on changes to one of the two do not affect the other. */
  split(): void {
    if (this.isSplit) return;
    this.#final = new Map([...this.#stored].map(([name, table]) => [name, table.copy()]));
  }

  isReleased(model: string, { text }: RowKey): boolean {
    return this.#inStore.isMatched(model, text);
  }

  /** Takes back a row that was released. */
  recall(model: ReadModel, key: string, row: Row): void {
    this.#inStore.unmatch(model.name, key);
    this.#hash.remove(model, row);
    this.stored(model.name).put(key, { ...row });
    if (this.isSplit) this.final(model.name).put(key, { ...row });
  }

  /**
   * Releases rows that equal the store's, now and at the end of the log. Of the rows that the last release has left,
   * most will not equal it for long: they are compared again only if `all` are.
   */
  release(which: 'new' | 'all'): void {
    for (const model of this.#models) {
      const stored = this.stored(model.name);
      let compared = which === 'all' ? 0 : (this.#left.get(model.name) ?? 0);
      for (const [key, row] of stored.rows()) {
        if (compared > 0) compared -= 1;
        else this.#releaseIfEqual(model, key, row);
      }
      this.#left.set(model.name, stored.size);
    }
  }

  /** Ends the fold: counts all rows in the hash, and leaves in `stored` those that differ from the store's. */
  finish(): void {
    for (const model of this.#models) {
      for (const { row } of this.final(model.name).entries()) this.#hash.add(model, row);
      const stored = this.stored(model.name);
      for (const [key, row] of stored.rows()) {
        if (this.#textIfStored(model, key, row) === undefined) continue;
        this.#inStore.match(model.name, key);
        stored.delete(key);
      }
    }
  }

  #releaseIfEqual(model: ReadModel, key: string, row: Row): void {
    const [stored, final] = [this.stored(model.name), this.final(model.name)];
    const last = final.get(key);
    if (last === undefined) return;
    const text = this.#textIfStored(model, key, row);
    if (text === undefined) return;
    if (last !== row && this.#textIfStored(model, key, last) === undefined) return;
    this.#inStore.match(model.name, key);
    this.#hash.addText(text);
    stored.delete(key);
    final.delete(key);
  }

  /** The canonical text of a row that equals the store's; undefined if it does not. */
  #textIfStored(model: ReadModel, key: string, row: Row): string | undefined {
    if (!this.#inStore.has(model, key)) return undefined;
    const text = canonicalText(model, row);
    return this.#inStore.holds(model, key, text) ? text : undefined;
  }
}

function tableIn(tables: Tables, model: string): RowTable {
  const table = tables.get(model);
  if (table === undefined) throw new RangeError(`No projection declares the read model ${model}.`);
  return table;
}

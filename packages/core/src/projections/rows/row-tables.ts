import type { RowRange } from '../../ports/read-model-store.js';
import type { ReadModel, ReadModelWrite, Row } from '../read-model.js';
import { ofModel } from './of-model.js';
import { RowTable, type RowEntry } from './row-table.js';
import { PreparedWrites } from './row-writes.js';

/**
 * The rows of several read models, changed as every store changes them. Methods throw RangeError for a model that is
 * not among them, and {@link UnstorableError} for a value that does not fit its column.
 */
export class RowTables {
  readonly #tables = new Map<string, RowTable>();

  /** Creates empty tables. Throws RangeError if two models of one name differ. */
  constructor(models: Iterable<ReadModel>) {
    for (const model of models) this.#add(model);
  }

  /** Makes all changes in order, or none if one does not fit. */
  apply(writes: readonly ReadModelWrite[]): void {
    const prepared = new PreparedWrites((model) => this.table(model));
    for (const write of writes) prepared.add(write);
    prepared.make();
  }

  /** The row with these key columns. */
  get(model: string, key: Row): Row | undefined {
    return this.table(model).find(key);
  }

  /** Rows in key order, as {@link ReadModelStore.scan} gives them. */
  scan(model: string, range: RowRange): readonly Row[] {
    return this.table(model).scan(range);
  }

  /** All rows in the order of their arrival. */
  entries(model: string): Iterable<RowEntry> {
    return this.table(model).entries();
  }

  /** Their models, each once. */
  get models(): readonly ReadModel[] {
    return [...this.#tables.values()].map(({ model }) => model);
  }

  /** The table of a model; undefined if the model is not among them. */
  find(model: string): RowTable | undefined {
    return this.#tables.get(model);
  }

  /** The table of a model. */
  table(model: string): RowTable {
    return ofModel(this.#tables, model);
  }

  #add(model: ReadModel): void {
    const known = this.#tables.get(model.name);
    if (known === undefined) this.#tables.set(model.name, new RowTable(model));
    else if (!isSameModel(known.model, model)) {
      throw new RangeError(`Read model ${model.name} is defined in two ways.`);
    }
  }
}

/** Whether two definitions give the same table. */
export function isSameModel(one: ReadModel, other: ReadModel): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

import { assertProjections, type Projection, type ReadModel } from '@foldmart/core';
import { reservedTableNames } from '../database-tables.js';
import { modelTable, type ModelTable } from './model-table.js';
import { shadowRelation } from './table-names.js';

/** The tables of all read models that some projections fill, and of the events that these have skipped. */
export class ModelCatalog {
  readonly #schema: string;
  readonly #tables = new Map<string, ModelTable>();

  /**
   * @throws RangeError for definitions that {@link assertProjections} refuses, and for names of the library's own tables.
   */
  constructor(schema: string, projections: readonly Projection[]) {
    this.#schema = schema;
    for (const model of assertProjections(projections, reservedTableNames)) {
      this.#tables.set(model.name, modelTable(schema, model));
    }
  }

  /** Every table, in the order of the definitions. */
  get tables(): readonly ModelTable[] {
    return [...this.#tables.values()];
  }

  /** The table of the model with this name. Throws RangeError if no projection has it. */
  named(name: string): ModelTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`No projection has a read model ${name}.`);
    return table;
  }

  /** The table of a model to read, even if this process has no projection for it. */
  of(model: ReadModel): ModelTable {
    return this.#tables.get(model.name) ?? modelTable(this.#schema, model);
  }

  /** The same, with these models in their shadows. */
  withShadows(models: readonly ReadModel[]): ModelCatalog {
    const shadowing = new ModelCatalog(this.#schema, []);
    for (const [name, table] of this.#tables) shadowing.#tables.set(name, table);
    for (const model of models) {
      shadowing.#tables.set(
        model.name,
        modelTable(this.#schema, model, shadowRelation(model.name)),
      );
    }
    return shadowing;
  }
}

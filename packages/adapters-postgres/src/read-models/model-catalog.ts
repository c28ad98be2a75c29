import { projectionFailuresModel, type Projection, type ReadModel } from '@foldmart/core';
import { modelTable, readableTable, type ModelTable } from './model-table.js';
import { shadowRelation } from './table-names.js';

/** The tables of all read models that some projections fill, and of the events that these have passed over. */
export class ModelCatalog {
  readonly #schema: string;
  readonly #tables = new Map<string, ModelTable>();

  /** Throws RangeError where two projections define a model differently, or a definition is none. */
  constructor(schema: string, projections: readonly Projection[]) {
    this.#schema = schema;
    for (const model of projections.flatMap(({ models }) => models)) this.#add(model);
    this.#add(projectionFailuresModel);
  }

  /** Every table, in the order of the definitions. */
  get tables(): readonly ModelTable[] {
    return [...this.#tables.values()];
  }

  /** The table of the model of this name. Throws RangeError where no projection has it. */
  named(name: string): ModelTable {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`No projection has a read model ${name}.`);
    return table;
  }

  /** The table of a model to read, also of one that this process has no projection for. */
  of(model: ReadModel): ModelTable {
    return this.#tables.get(model.name) ?? readableTable(this.#schema, model);
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

  #add(model: ReadModel): void {
    const known = this.#tables.get(model.name);
    if (known === undefined) this.#tables.set(model.name, modelTable(this.#schema, model));
    else if (JSON.stringify(known.model) !== JSON.stringify(model)) {
      throw new RangeError(`Read model ${model.name} is defined in two ways.`);
    }
  }
}

import { type PortName, type Projection, type ReadModel, RowTable } from '@foldmart/core';
import { rejectedError } from './store-errors.js';

/** The tables of all read models that any instance has declared. */
export class ReadModelTables {
  readonly #tables = new Map<string, RowTable>();

  /** Makes the tables that are missing. Throws RangeError where a model is defined in two ways. */
  declare(projections: readonly Projection[]): void {
    for (const { models } of projections) {
      for (const model of models) this.#declareOne(model);
    }
  }

  /** The table of a model; undefined where no projection has declared it. */
  find(model: string): RowTable | undefined {
    return this.#tables.get(model);
  }

  /** Throws PortError with code `missing-schema` where no projection has declared the model. */
  table(model: string, port: PortName, operation: string): RowTable {
    const table = this.#tables.get(model);
    if (table !== undefined) return table;
    throw rejectedError(port, operation, `There is no read model ${model} in memory.`, {
      code: 'missing-schema',
      hint: 'open the database with a projection that writes it',
    });
  }

  /** The tables as they are now; what comes later goes into the originals only. */
  copy(): ReadModelTables {
    const copy = new ReadModelTables();
    for (const [name, table] of this.#tables) copy.#tables.set(name, table.copy());
    return copy;
  }

  #declareOne(model: ReadModel): void {
    const known = this.#tables.get(model.name);
    if (known === undefined) this.#tables.set(model.name, new RowTable(model));
    else if (JSON.stringify(known.model) !== JSON.stringify(model)) {
      throw new RangeError(`Read model ${model.name} is defined in two ways.`);
    }
  }
}

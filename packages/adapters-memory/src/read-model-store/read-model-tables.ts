import {
  assertProjections,
  isSameModel,
  projectionFailuresModel,
  RowTable,
  type PortName,
  type Projection,
  type ReadModel,
} from '@foldmart/core';
import { rejectedError } from '../database/store-errors.js';

/** The live tables, one for each model that an instance has declared, with the columns of their rows. */
export class ReadModelTables {
  readonly #tables = new Map<string, RowTable>();

  constructor() {
    this.put(new RowTable(projectionFailuresModel));
  }

  /**
   * Creates missing tables. A table of another shape stays as it is if its rows must still be rebuilt for a
   * projection; `isCurrent` returns whether a projection needs no rebuild.
   *
   * @throws RangeError for definitions that {@link assertProjections} rejects, and for any other second definition of
   * a model.
   */
  declare(
    projections: readonly Projection[],
    isCurrent: (projection: Projection) => boolean,
  ): void {
    const models = assertProjections(projections);
    for (const model of models) {
      const known = this.#tables.get(model.name)?.model;
      if (known === undefined || isSameModel(known, model)) continue;
      const writers = projections.filter((projection) => writes(projection, model));
      if (writers.every(isCurrent)) throw definedTwice(model);
    }
    for (const model of models) {
      if (!this.#tables.has(model.name)) this.put(new RowTable(model));
    }
  }

  /** Replaces the table of this name. */
  put(table: RowTable): void {
    this.#tables.set(table.model.name, table);
  }

  /** The table of a model, if a projection has declared it. */
  find(model: string): RowTable | undefined {
    return this.#tables.get(model);
  }

  /** The names of all tables, in code point order. */
  names(): readonly string[] {
    return [...this.#tables.keys()].sort();
  }

  /** Throws PortError with code `missing-schema` if no projection has declared the model. */
  table(model: string, port: PortName, operation: string): RowTable {
    const table = this.#tables.get(model);
    if (table !== undefined) return table;
    throw rejectedError(port, operation, `There is no read model ${model} in memory.`, {
      code: 'missing-schema',
      hint: 'open the database with a projection that writes it',
    });
  }

  /** A copy of the tables. Later changes to the originals do not affect it. */
  copy(): ReadModelTables {
    const copy = new ReadModelTables();
    for (const table of this.#tables.values()) copy.put(table.copy());
    return copy;
  }
}

function writes({ models }: Projection, { name }: ReadModel): boolean {
  return models.some((model) => model.name === name);
}

function definedTwice({ name }: ReadModel): RangeError {
  return new RangeError(`Read model ${name} is defined in two ways.`);
}

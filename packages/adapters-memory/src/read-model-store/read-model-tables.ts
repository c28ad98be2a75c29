import {
  isSameModel,
  projectionFailuresModel,
  RowTable,
  type PortName,
  type Projection,
  type ReadModel,
} from '@foldmart/core';
import { rejectedError } from '../database/store-errors.js';

/** The tables that are read, one for each model that any instance has declared, shaped as their rows were made. */
export class ReadModelTables {
  readonly #tables = new Map<string, RowTable>();

  constructor() {
    this.put(new RowTable(projectionFailuresModel));
  }

  /**
   * Makes the tables that are missing. A table of another shape stays as it is where the rows are still to be rebuilt
   * for one of the projections: `isCurrent` says for which they are not. Throws RangeError for any other second
   * definition of a model.
   */
  declare(
    projections: readonly Projection[],
    isCurrent: (projection: Projection) => boolean,
  ): void {
    const models = definitionsIn(projections);
    for (const model of models.values()) {
      const known = this.#tables.get(model.name)?.model;
      if (known === undefined || isSameModel(known, model)) continue;
      const writers = projections.filter((projection) => writes(projection, model));
      if (writers.every(isCurrent)) throw definedTwice(model);
    }
    for (const model of models.values()) {
      if (!this.#tables.has(model.name)) this.put(new RowTable(model));
    }
  }

  /** Puts a table in the place of the one of its name. */
  put(table: RowTable): void {
    this.#tables.set(table.model.name, table);
  }

  /** The table of a model; undefined where no projection has declared it. */
  find(model: string): RowTable | undefined {
    return this.#tables.get(model);
  }

  /** The names of all tables, in code point order. */
  names(): readonly string[] {
    return [...this.#tables.keys()].sort();
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
    for (const table of this.#tables.values()) copy.put(table.copy());
    return copy;
  }
}

function definitionsIn(projections: readonly Projection[]): ReadonlyMap<string, ReadModel> {
  const models = new Map([[projectionFailuresModel.name, projectionFailuresModel]]);
  for (const model of projections.flatMap((projection) => projection.models)) {
    const known = models.get(model.name);
    if (known !== undefined && !isSameModel(known, model)) throw definedTwice(model);
    models.set(model.name, model);
  }
  return models;
}

function writes({ models }: Projection, { name }: ReadModel): boolean {
  return models.some((model) => model.name === name);
}

function definedTwice({ name }: ReadModel): RangeError {
  return new RangeError(`Read model ${name} is defined in two ways.`);
}

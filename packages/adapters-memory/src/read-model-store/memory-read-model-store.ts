import {
  assertLimit,
  assertHasIndex,
  planFind,
  type FindPlan,
  type KeyOf,
  type OrderColumn,
  type ReadModel,
  type ReadModelStore,
  type Row,
  type RowOf,
  type RowQuery,
  type RowRange,
  type RowTable,
} from '@foldmart/core';
import { askRows } from '../database/ask-rows.js';
import type { DatabaseSession } from '../database/database-session.js';

const port = 'read-model-store';

/** The read models of a memory database. */
export class MemoryReadModelStore implements ReadModelStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  get<Model extends ReadModel>(model: Model, key: KeyOf<Model>): Promise<RowOf<Model> | undefined> {
    return this.#session.read(port, 'get', () =>
      askRows(port, 'get', () => this.#table(model, 'get').find(key as Row)),
    ) as Promise<RowOf<Model> | undefined>;
  }

  count(model: ReadModel): Promise<number> {
    return this.#session.read(port, 'count', () => this.#table(model, 'count').size);
  }

  scan<Model extends ReadModel>(
    model: Model,
    range: RowRange<KeyOf<Model>>,
  ): Promise<readonly RowOf<Model>[]> {
    return this.#session.read(port, 'scan', () => {
      assertLimit(range.limit);
      return askRows(port, 'scan', () => this.#table(model, 'scan').scan(range as RowRange));
    }) as Promise<readonly RowOf<Model>[]>;
  }

  find<Model extends ReadModel>(
    model: Model,
    query: RowQuery<Model>,
  ): Promise<readonly RowOf<Model>[]> {
    return this.#session.read(port, 'find', () => {
      const plan = planFind(model, query);
      return this.#find(model, plan);
    }) as Promise<readonly RowOf<Model>[]>;
  }

  #find(model: ReadModel, plan: FindPlan): readonly Row[] {
    const table = this.#table(model, 'find');
    const { columns, operational } = table.model;
    const types = { ...columns, ...operational };
    assertHasIndex(model, plan, ({ column, type }: OrderColumn) => types[column] === type);
    return table.select(plan);
  }

  #table(model: ReadModel, operation: string): RowTable {
    return this.#session.database.tables.table(model.name, port, operation);
  }
}

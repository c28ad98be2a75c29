import {
  assertLimit,
  assertHasIndex,
  planFind,
  type KeyOf,
  type OrderColumn,
  type ReadModel,
  type ReadModelStore,
  type Row,
  type RowOf,
  type RowQuery,
  type RowRange,
} from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { readRows } from '../read-models/older-tables.js';
import { decodeRow, getStatement, scanStatement } from '../read-models/row-statements.js';
import { findStatement } from './find-statement.js';

const port = 'read-model-store';

/** Read models in tables of their names. */
export class PostgresReadModelStore implements ReadModelStore {
  readonly #pool: ConnectionPool;
  readonly #catalog: ModelCatalog;

  constructor(pool: ConnectionPool, catalog: ModelCatalog) {
    this.#pool = pool;
    this.#catalog = catalog;
  }

  async get<Model extends ReadModel>(
    model: Model,
    key: KeyOf<Model>,
  ): Promise<RowOf<Model> | undefined> {
    const rows = await this.#read('get', model, (table) => getStatement(table, key));
    return rows[0] as RowOf<Model> | undefined;
  }

  async count(model: ReadModel): Promise<number> {
    const { rows } = await this.#pool.run(
      { port, operation: 'count' },
      prepare(`SELECT count(*) FROM ${this.#catalog.of(model).name}`),
    );
    return Number(rows[0]?.[0]);
  }

  async scan<Model extends ReadModel>(
    model: Model,
    range: RowRange<KeyOf<Model>>,
  ): Promise<readonly RowOf<Model>[]> {
    assertLimit(range.limit);
    const rows = await this.#read('scan', model, (table) => scanStatement(table, range));
    return rows as readonly RowOf<Model>[];
  }

  async find<Model extends ReadModel>(
    model: Model,
    query: RowQuery<Model>,
  ): Promise<readonly RowOf<Model>[]> {
    const plan = planFind(model, query);
    const rows = await this.#read('find', model, (table) => {
      const has = ({ column, type }: OrderColumn): boolean =>
        [...table.columns, ...table.operational].some(
          ({ name, type: own }) => name === column && own === type,
        );
      assertHasIndex(model, plan, has);
      return findStatement(table, plan);
    });
    return rows as readonly RowOf<Model>[];
  }

  async #read(
    operation: string,
    model: ReadModel,
    queryFor: (table: ModelTable) => Statement,
  ): Promise<readonly Row[]> {
    const table = this.#catalog.of(model);
    const found = await readRows(this.#pool, { port, operation }, table, queryFor);
    if (found.table === table) return found.rows.map((row) => decodeRow(table, row));
    const absent = decodeRow(table, []);
    return found.rows.map((row) => ({ ...absent, ...decodeRow(found.table, row) }));
  }
}

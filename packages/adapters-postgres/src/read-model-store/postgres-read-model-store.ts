import type { ReadModel, ReadModelStore, Row, RowRange } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { readRows } from '../read-models/older-tables.js';
import { decodeRow, getStatement, scanStatement } from '../read-models/row-statements.js';

const port = 'read-model-store';

/** Read models in tables of their names. */
export class PostgresReadModelStore implements ReadModelStore {
  readonly #pool: ConnectionPool;
  readonly #catalog: ModelCatalog;

  constructor(pool: ConnectionPool, catalog: ModelCatalog) {
    this.#pool = pool;
    this.#catalog = catalog;
  }

  async get(model: ReadModel, key: Row): Promise<Row | undefined> {
    const rows = await this.#read('get', model, (table) => getStatement(table, key));
    return rows[0];
  }

  async count(model: ReadModel): Promise<number> {
    const { rows } = await this.#pool.run(
      { port, operation: 'count' },
      prepare(`SELECT count(*) FROM ${this.#catalog.of(model).name}`),
    );
    return Number(rows[0]?.[0]);
  }

  async scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    return this.#read('scan', model, (table) => scanStatement(table, range));
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

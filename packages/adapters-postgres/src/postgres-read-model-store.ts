import type { ReadModel, ReadModelStore, Row, RowRange } from '@foldmart/core';
import type { ConnectionPool } from './connection/connection-pool.js';
import { prepare } from './connection/statement.js';
import type { ModelCatalog } from './read-models/model-catalog.js';
import { decodeRow, getStatement, scanStatement } from './read-models/row-statements.js';

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
    const table = this.#catalog.of(model);
    const { rows } = await this.#pool.run({ port, operation: 'get' }, getStatement(table, key));
    return rows.map((row) => decodeRow(table, row))[0];
  }

  async count(model: ReadModel): Promise<number> {
    const { rows } = await this.#pool.run(
      { port, operation: 'count' },
      prepare(`SELECT count(*) FROM ${this.#catalog.of(model).name}`),
    );
    return Number(rows[0]?.[0]);
  }

  async scan(model: ReadModel, range: RowRange): Promise<readonly Row[]> {
    const table = this.#catalog.of(model);
    const { rows } = await this.#pool.run({ port, operation: 'scan' }, scanStatement(table, range));
    return rows.map((row) => decodeRow(table, row));
  }
}

import type { ReadModel, ReadModelStore, Row, RowRange } from '@foldmart/core';
import type { ConnectionPool } from './connection/connection-pool.js';
import type { TextRow } from './connection/session.js';
import { prepare } from './connection/statement.js';
import { canonicalExpression, decodeValue } from './read-models/column-values.js';
import type { ModelCatalog } from './read-models/model-catalog.js';
import type { ModelTable, TableColumn } from './read-models/model-table.js';
import { keyTexts } from './read-models/statement-input.js';

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
    const conditions = table.key.map(
      ({ quoted, sqlType }, index) => `t.${quoted} = $${String(index + 1)}::${sqlType}`,
    );
    const { rows } = await this.#pool.run(
      { port: 'read-model-store', operation: 'get' },
      {
        ...prepare(`${selectRows(table)} WHERE ${conditions.join(' AND ')}`),
        values: keyTexts(table, key),
      },
    );
    return rows.map((row) => decodeRow(table, row))[0];
  }

  async count(model: ReadModel): Promise<number> {
    const { rows } = await this.#pool.run(
      { port: 'read-model-store', operation: 'count' },
      prepare(`SELECT count(*) FROM ${this.#catalog.of(model).name}`),
    );
    return Number(rows[0]?.[0]);
  }

  async scan(model: ReadModel, { after, limit }: RowRange): Promise<readonly Row[]> {
    const table = this.#catalog.of(model);
    const keys = table.key.map(({ quoted }) => `t.${quoted}`).join(', ');
    const bounds = table.key.map(({ sqlType }, index) => `$${String(index + 2)}::text::${sqlType}`);
    const condition = after === undefined ? '' : `WHERE (${keys}) > (${bounds.join(', ')})`;
    const { rows } = await this.#pool.run(
      { port: 'read-model-store', operation: 'scan' },
      {
        ...prepare(`${selectRows(table)} ${condition} ORDER BY ${keys} LIMIT $1`),
        values: [limit, ...(after === undefined ? [] : keyTexts(table, after))],
      },
    );
    return rows.map((row) => decodeRow(table, row));
  }
}

function readColumns({ columns, operational }: ModelTable): readonly TableColumn[] {
  return [...columns, ...operational];
}

function selectRows(table: ModelTable): string {
  const selected = readColumns(table).map((column) => canonicalExpression(column, 't'));
  return `SELECT ${selected.join(', ')} FROM ${table.name} t`;
}

function decodeRow(table: ModelTable, row: TextRow): Row {
  return Object.fromEntries(
    readColumns(table).map(({ name, type }, index) => [
      name,
      decodeValue(type, row[index] ?? null),
    ]),
  );
}

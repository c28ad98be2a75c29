import type {
  CachedEntity,
  CachedKind,
  CacheSegment,
  EventData,
  ReadModel,
  ShopCounts,
  ShopRepository,
} from '@foldmart/core';
import { ordersModel, productsModel, usersModel } from '@foldmart/core/shop';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { inTransaction, type TextRow } from '../connection/session.js';
import { prepare, quoted } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { segmentText } from './cache-segments.js';
import { decodeValue } from '../read-models/column-values.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { readRows } from '../read-models/older-tables.js';

const models: Readonly<Record<CachedKind, ReadModel>> = {
  users: usersModel,
  products: productsModel,
};

/** The shop's questions as queries on the tables `users`, `products` and `orders`. */
export class PostgresShopRepository implements ShopRepository {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;

  constructor(pool: ConnectionPool, tables: DatabaseTables, catalog: ModelCatalog) {
    this.#pool = pool;
    this.#tables = tables;
    this.#catalog = catalog;
  }

  async cacheCandidates(
    kind: CachedKind,
    segment: CacheSegment,
    limit: number,
  ): Promise<readonly CachedEntity[]> {
    const textFor = segmentText(kind, segment);
    if (textFor === undefined) return [];
    const found = await readRows(
      this.#pool,
      { port: 'repository', operation: 'cacheCandidates' },
      this.#catalog.of(models[kind]),
      (table) => ({ ...prepare(textFor(table)), values: [limit] }),
    );
    return found.rows.map((row) => decodeEntity(found.table, row));
  }

  async markCached(kind: CachedKind, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const table = this.#catalog.of(models[kind]);
    const id = quoted(table.model.key[0] ?? '');
    await this.#pool.use({ port: 'repository', operation: 'markCached' }, (session) =>
      inTransaction(session, async () => {
        const { rows } = await session.run({
          ...prepare(nextTurnText(this.#tables, table)),
          values: [kind],
        });
        await session.run({
          ...prepare(markText(table, id)),
          values: [textArray(ids), present(rows[0]?.[0])],
        });
      }),
    );
  }

  async counts(): Promise<ShopCounts> {
    const counted = [usersModel, productsModel, ordersModel].map(
      (model) => `(SELECT count(*) FROM ${this.#catalog.of(model).name})`,
    );
    const { rows } = await this.#pool.run(
      { port: 'repository', operation: 'counts' },
      prepare(`SELECT ${counted.join(', ')}`),
    );
    const [users, products, orders] = (rows[0] ?? []).map(Number);
    return { users: users ?? 0, products: products ?? 0, orders: orders ?? 0 };
  }
}

/** The row of the kind is locked until the marks are committed, so turns of two workers never mix. */
function nextTurnText({ cacheTurns }: DatabaseTables, table: ModelTable): string {
  return `
    INSERT INTO ${cacheTurns} AS last (kind, turn)
    SELECT $1, greatest(clock_timestamp(), max(last_cached_at) + interval '1 microsecond')
    FROM ${table.name}
    ON CONFLICT (kind) DO UPDATE
    SET turn = greatest(excluded.turn, last.turn + interval '1 microsecond')
    RETURNING turn::text`;
}

/** Rows are locked in the order of their ids, as projections lock them. */
function markText(table: ModelTable, id: string): string {
  return `
    WITH marked AS MATERIALIZED (
      SELECT ${id} FROM ${table.name} WHERE ${id} = ANY ($1::text[])
      ORDER BY ${id} FOR NO KEY UPDATE
    )
    UPDATE ${table.name} AS target SET last_cached_at = $2::timestamptz
    FROM marked WHERE target.${id} = marked.${id}`;
}

function decodeEntity(table: ModelTable, row: TextRow): CachedEntity {
  const data = Object.fromEntries(
    table.columns.map(({ name, type }, index) => {
      const value = decodeValue(type, row[index] ?? null);
      return [name, type === 'decimal' && typeof value === 'string' ? exactNumber(value) : value];
    }),
  );
  return { id: String(data[table.model.key[0] ?? '']), data: data satisfies EventData };
}

/** The number that a decimal is, where a number can be it; its text otherwise. */
function exactNumber(decimal: string): number | string {
  const number = Number(decimal);
  return String(number) === decimal ? number : decimal;
}

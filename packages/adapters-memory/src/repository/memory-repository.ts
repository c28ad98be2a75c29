import {
  type CachedEntity,
  type CachedKind,
  type CacheSegment,
  canonicalDecimal,
  type ReadModel,
  type Row,
  type RowTable,
  type ShopCounts,
  type ShopRepository,
} from '@foldmart/core';
import { firstOfSegment } from './cache-segments.js';
import type { DatabaseSession } from '../database/database-session.js';
import { toTimestamp } from '../database/timestamp.js';

const port = 'repository';
const idColumns: Readonly<Record<CachedKind, string>> = {
  users: 'user_id',
  products: 'product_id',
};

/** The shop's read models in a memory database, as the shop asks for them. */
export class MemoryShopRepository implements ShopRepository {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  cacheCandidates(
    kind: CachedKind,
    segment: CacheSegment,
    limit: number,
  ): Promise<readonly CachedEntity[]> {
    return this.#session.read(port, 'cacheCandidates', () => {
      const table = this.#table(kind, 'cacheCandidates');
      const rows = firstOfSegment(table.entries(), kind, segment, limit);
      return rows.map((row) => toEntity(table.model, row, idColumns[kind]));
    });
  }

  async markCached(kind: CachedKind, ids: readonly string[]): Promise<void> {
    const { database } = this.#session;
    await this.#session.transact(port, 'markCached', async (transaction) => {
      await database.claims.claim(transaction, { names: [`cache turn of ${kind}`] });
      await database.tableLocks.share(transaction, [kind]);
      const table = this.#table(kind, 'markCached');
      const last = database.lastCacheTurns.get(kind) ?? 0;
      const turn = Math.max(database.clock.now() * 1_000, last + 1);
      transaction.onCommit(() => {
        database.lastCacheTurns.set(kind, turn);
        mark(table, ids, toTimestamp(turn));
      });
    });
  }

  counts(): Promise<ShopCounts> {
    return this.#session.read(port, 'counts', () => ({
      users: this.#table('users', 'counts').size,
      products: this.#table('products', 'counts').size,
      orders: this.#table('orders', 'counts').size,
    }));
  }

  #table(model: string, operation: string): RowTable {
    return this.#session.database.tables.table(model, port, operation);
  }
}

function mark(table: RowTable, ids: readonly string[], turn: string): void {
  for (const id of ids) {
    const row = table.get(id);
    if (row !== undefined) table.put(id, { ...row, last_cached_at: turn });
  }
}

function toEntity(model: ReadModel, row: Row, idColumn: string): CachedEntity {
  const data: Record<string, unknown> = {};
  for (const column in model.columns) {
    const value = row[column];
    data[column] = model.columns[column] === 'decimal' ? toNumberWhereExact(value) : value;
  }
  return { id: String(row[idColumn]), data };
}

function toNumberWhereExact(value: unknown): unknown {
  const number = Number(value);
  return value !== null && canonicalDecimal(number) === value ? number : value;
}

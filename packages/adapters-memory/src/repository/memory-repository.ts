import {
  assertCachedEntityKind,
  cachedAtColumn,
  canonicalDecimal,
  type CachedEntity,
  type CachedEntityKind,
  type ReadModel,
  type Repository,
  type Row,
  type RowTable,
} from '@foldmart/core';
import { firstOfSegment } from './cache-segments.js';
import type { DatabaseSession } from '../database/database-session.js';
import { toTimestamp } from '../database/timestamp.js';

const port = 'repository';

/** Selects and marks rows of the read models of a memory database. */
export class MemoryRepository implements Repository {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  candidates(
    kind: CachedEntityKind,
    segment: string,
    limit: number,
  ): Promise<readonly CachedEntity[]> {
    return this.#session.read(port, 'candidates', () => {
      assertCachedEntityKind(kind);
      const table = this.#table(kind, 'candidates');
      const rows = firstOfSegment(table.entries(), kind, segment, limit);
      return rows.map((row) => toEntity(table.model, row));
    });
  }

  async markCached(kind: CachedEntityKind, ids: readonly string[]): Promise<void> {
    assertCachedEntityKind(kind);
    const { database } = this.#session;
    await this.#session.transact(port, 'markCached', async (transaction) => {
      await database.claims.claim(transaction, { names: [`cache turn of ${kind.name}`] });
      await database.tableLocks.share(transaction, [kind.model.name]);
      const table = this.#table(kind, 'markCached');
      const last = database.lastCacheTurns.get(kind.name) ?? 0;
      const turn = Math.max(database.clock.now() * 1_000, last + 1);
      transaction.onCommit(() => {
        database.lastCacheTurns.set(kind.name, turn);
        mark(table, ids, toTimestamp(turn));
      });
    });
  }

  #table({ model }: CachedEntityKind, operation: string): RowTable {
    return this.#session.database.tables.table(model.name, port, operation);
  }
}

function mark(table: RowTable, ids: readonly string[], turn: string): void {
  for (const id of ids) {
    const row = table.get(id);
    if (row !== undefined) table.put(id, { ...row, [cachedAtColumn]: turn });
  }
}

function toEntity(model: ReadModel, row: Row): CachedEntity {
  const data: Record<string, unknown> = {};
  for (const column in model.columns) {
    const value = row[column];
    data[column] = model.columns[column] === 'decimal' ? toNumberIfExact(value) : value;
  }
  return { id: String(row[model.key[0] ?? '']), data };
}

function toNumberIfExact(value: unknown): unknown {
  const number = Number(value);
  return value !== null && canonicalDecimal(number) === value ? number : value;
}

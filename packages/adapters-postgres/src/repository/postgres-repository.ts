import {
  assertCachedEntityKind,
  canonicalDecimal,
  type CachedEntity,
  type CachedEntityKind,
  type Repository,
} from '@foldmart/core';
import { present } from '../codec.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { inTransaction, type TextRow } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { decodeValue } from '../read-models/column-values.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { readRows } from '../read-models/older-tables.js';
import { segmentText } from './cache-segments.js';
import { markText, nextTurnText } from './mark-statements.js';

const port = 'repository';

/** Selects and marks rows in the tables of the read models. */
export class PostgresRepository implements Repository {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;

  constructor(pool: ConnectionPool, tables: DatabaseTables, catalog: ModelCatalog) {
    this.#pool = pool;
    this.#tables = tables;
    this.#catalog = catalog;
  }

  async candidates(
    kind: CachedEntityKind,
    segment: string,
    limit: number,
  ): Promise<readonly CachedEntity[]> {
    assertCachedEntityKind(kind);
    const textFor = segmentText(kind, segment);
    const found = await readRows(
      this.#pool,
      { port, operation: 'candidates' },
      this.#catalog.of(kind.model),
      (table) => ({ ...prepare(textFor(table)), values: [limit] }),
    );
    return found.rows.map((row) => decodeEntity(found.table, row));
  }

  async markCached(kind: CachedEntityKind, ids: readonly string[]): Promise<void> {
    assertCachedEntityKind(kind);
    const table = this.#catalog.of(kind.model);
    const keys = keysOf(table, ids);
    if (keys.length === 0) return;
    await this.#pool.use({ port, operation: 'markCached' }, (session) =>
      inTransaction(session, async () => {
        const { rows } = await session.run({
          ...prepare(nextTurnText(this.#tables, table)),
          values: [kind.name],
        });
        await session.run({
          ...prepare(markText(table)),
          values: [textArray(keys), present(rows[0]?.[0])],
        });
      }),
    );
  }
}

/** The ids that can be keys: in an integer column, only canonical integers. */
function keysOf({ key }: ModelTable, ids: readonly string[]): readonly string[] {
  return key[0]?.type === 'integer'
    ? ids.filter((id) => Number.isSafeInteger(Number(id)) && String(Number(id)) === id)
    : ids;
}

function decodeEntity(table: ModelTable, row: TextRow): CachedEntity {
  const data: Record<string, unknown> = {};
  table.columns.forEach(({ name, type }, index) => {
    const value = decodeValue(type, row[index] ?? null);
    data[name] = type === 'decimal' && typeof value === 'string' ? exactNumber(value) : value;
  });
  return { id: String(data[table.model.key[0] ?? '']), data };
}

/** The decimal as a number if that is exact; otherwise its text. */
function exactNumber(decimal: string): number | string {
  const number = Number(decimal);
  return canonicalDecimal(number) === decimal ? number : decimal;
}

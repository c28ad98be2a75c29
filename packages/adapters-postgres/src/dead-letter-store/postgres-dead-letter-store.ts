import {
  assertLimit,
  assertWaiting,
  type DeadLetter,
  type DeadLetterAction,
  type DeadLetterFilter,
  type DeadLetterQuery,
  type DeadLetterReason,
  type DeadLetterSettlement,
  type DeadLetterStore,
  type EditableContents,
  type HeldKey,
  type NewDeadLetter,
} from '@foldmart/core';
import { present } from '../codec.js';
import { canonicalTime } from '../canonical-time.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { prepare, type Parameter, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { actionStatement, settleStatements } from './action-statements.js';
import { findLetter, lockLetters } from './find-letter.js';
import { heldKeysStatement, decodeHeldKey } from './held-key-list.js';
import { advanceStatements } from './key-heads.js';
import { decodeLetter, letterColumns } from './letter-row.js';
import { hexadecimal, parkStatement } from './park-letters.js';

const port = 'dead-letter-store';
const defaultLimit = 100;

/** Dead letters in the table `dead_letters`. */
export class PostgresDeadLetterStore implements DeadLetterStore {
  readonly #pool: ConnectionPool;
  readonly #tables: DatabaseTables;

  constructor(pool: ConnectionPool, tables: DatabaseTables) {
    this.#pool = pool;
    this.#tables = tables;
  }

  async park(letters: readonly NewDeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    await this.#run('park', parkStatement(this.#tables, letters));
  }

  async list({ after, limit = defaultLimit, ...filter }: DeadLetterQuery = {}): Promise<
    readonly DeadLetter[]
  > {
    assertLimit(limit);
    const rows = await this.#run('list', {
      ...prepare(`
        SELECT ${letterColumns} FROM ${this.#tables.deadLetters}
        WHERE ${filterCondition} AND ($6::bigint IS NULL OR id > $6) ORDER BY id LIMIT $7`),
      values: [...filterValues(filter), after ?? null, limit],
    });
    return rows.map(decodeLetter);
  }

  async count(filter: DeadLetterFilter = {}): Promise<number> {
    const rows = await this.#run('count', {
      ...prepare(`SELECT count(*) FROM ${this.#tables.deadLetters} WHERE ${filterCondition}`),
      values: filterValues(filter),
    });
    return Number(rows[0]?.[0]);
  }

  async countByReason(
    filter: DeadLetterFilter = {},
  ): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>> {
    const rows = await this.#run('countByReason', {
      ...prepare(`
        SELECT reason, count(*) FROM ${this.#tables.deadLetters}
        WHERE ${filterCondition} GROUP BY reason`),
      values: filterValues(filter),
    });
    const counts: Partial<Record<DeadLetterReason, number>> = {};
    for (const [reason, count] of rows) counts[present(reason) as DeadLetterReason] = Number(count);
    return counts;
  }

  find(id: string): Promise<DeadLetter | undefined> {
    return this.#pool.use({ port, operation: 'find' }, (session) =>
      findLetter(session, this.#tables, id),
    );
  }

  async history(id: string): Promise<readonly DeadLetterAction[]> {
    const rows = await this.#run('history', {
      ...prepare(`
        SELECT action, actor, ${canonicalTime('at')}, note
        FROM ${this.#tables.deadLetterActions} WHERE letter = $1 ORDER BY id`),
      values: [/^\d{1,18}$/.test(id) ? id : '0'],
    });
    return rows.map(([action, by, at, note]) => ({
      action: present(action) as DeadLetterAction['action'],
      by: present(by),
      at: present(at),
      note: present(note),
    }));
  }

  edit(id: string, { value, headers }: EditableContents, by: string): Promise<DeadLetter> {
    return this.#pool.transaction({ port, operation: 'edit' }, async (session) => {
      await lockLetters(session, this.#tables, [id]);
      await session.runAll([
        {
          ...prepare(`
            UPDATE ${this.#tables.deadLetters}
            SET edited_raw = decode($2, 'hex'), edited_headers = $3::json WHERE id = $1`),
          values: [id, hexadecimal(value), JSON.stringify(headers)],
        },
        actionStatement(this.#tables, [id], 'edited', by),
      ]);
      return assertWaiting(await findLetter(session, this.#tables, id), id);
    });
  }

  async settle(ids: readonly string[], { as, by, note }: DeadLetterSettlement): Promise<void> {
    const all = [...new Set(ids)];
    if (all.length === 0) return;
    await this.#pool.transaction({ port, operation: 'settle' }, async (session) => {
      const letters = await lockLetters(session, this.#tables, all);
      await session.runAll([
        ...settleStatements(this.#tables, all, as, by, note),
        ...letters.flatMap((letter) => advanceStatements(this.#tables, letter)),
      ]);
    });
  }

  async heldKeys(
    filter: Pick<DeadLetterFilter, 'group' | 'topic'> = {},
  ): Promise<readonly HeldKey[]> {
    const rows = await this.#run('heldKeys', heldKeysStatement(this.#tables, filter));
    return rows.map(decodeHeldKey);
  }

  async #run(operation: string, statement: Statement) {
    const { rows } = await this.#pool.run({ port, operation }, statement);
    return rows;
  }
}

const filterCondition = `($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR group_name = $2)
  AND ($3::text IS NULL OR reason = $3) AND ($4::text IS NULL OR status = $4)
  AND ($5::text IS NULL OR key = decode($5, 'hex'))`;

function filterValues({
  topic = null,
  group = null,
  reason = null,
  status = null,
  key = null,
}: { readonly [Name in keyof DeadLetterFilter]?: DeadLetterFilter[Name] | null }): Parameter[] {
  return [topic, group, reason, status, hexadecimal(key)];
}

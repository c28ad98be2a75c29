import {
  assertLimit,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterReason,
  type DeadLetterStore,
  type MessageHeaders,
  type NewDeadLetter,
} from '@foldmart/core';
import { present } from '../codec.js';
import { canonicalTime } from '../canonical-time.js';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { TextRow } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { parkStatement } from './park-letters.js';

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
    await this.#pool.run(
      { port: 'dead-letter-store', operation: 'park' },
      parkStatement(this.#tables, letters),
    );
  }

  async list(query: DeadLetterQuery = {}): Promise<readonly DeadLetter[]> {
    const { topic, group, reason, after, limit = defaultLimit } = query;
    assertLimit(limit);
    const { rows } = await this.#pool.run(
      { port: 'dead-letter-store', operation: 'list' },
      {
        ...prepare(`
          SELECT id, group_name, topic, partition, "offset", encode(key, 'hex'),
            encode(raw, 'hex'), headers::text, reason, detail, attempts, event_id,
            ${canonicalTime('parked_at')}
          FROM ${this.#tables.deadLetters}
          WHERE ($1::text IS NULL OR topic = $1) AND ($2::text IS NULL OR group_name = $2)
            AND ($3::text IS NULL OR reason = $3) AND ($4::bigint IS NULL OR id > $4)
          ORDER BY id LIMIT $5`),
        values: [topic ?? null, group ?? null, reason ?? null, after ?? null, limit],
      },
    );
    return rows.map(decodeLetter);
  }

  async countByReason(): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>> {
    const { rows } = await this.#pool.run(
      { port: 'dead-letter-store', operation: 'countByReason' },
      prepare(`SELECT reason, count(*) FROM ${this.#tables.deadLetters} GROUP BY reason`),
    );
    const counts: Partial<Record<DeadLetterReason, number>> = {};
    for (const [reason, count] of rows) counts[present(reason) as DeadLetterReason] = Number(count);
    return counts;
  }
}

function decodeLetter(row: TextRow): DeadLetter {
  const [id, group, topic, partition, offset, key, value, headers, reason, detail] = row;
  const [attempts, eventId, parkedAt] = row.slice(10);
  return {
    id: present(id),
    source: {
      group: present(group),
      topic: present(topic),
      partition: Number(partition),
      offset: present(offset),
      key: bytesOf(key),
      value: bytesOf(value),
      headers: JSON.parse(present(headers)) as MessageHeaders,
    },
    reason: present(reason) as DeadLetterReason,
    detail: present(detail),
    attempts: Number(attempts),
    ...(eventId === null || eventId === undefined ? {} : { eventId }),
    parkedAt: present(parkedAt),
  };
}

function bytesOf(hexadecimal: string | null | undefined): Uint8Array | null {
  if (hexadecimal === null || hexadecimal === undefined) return null;
  return new Uint8Array(Buffer.from(hexadecimal, 'hex'));
}

import type { HeldKey, MessageSource } from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { TextRow } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { bytesOf } from './letter-row.js';

/** The statement that lists held keys in the order of their heads. */
export function heldKeysStatement(
  { heldKeys, deadLetters }: DatabaseTables,
  { group, topic }: Partial<Pick<MessageSource, 'group' | 'topic'>>,
): Statement {
  return {
    ...prepare(`
      SELECT held.group_name, held.topic, encode(letter.key, 'hex'), held.head,
        ${canonicalTime('held.held_since')},
        (SELECT count(*) FROM ${deadLetters} AS other
          WHERE other.group_name = held.group_name AND other.topic = held.topic
            AND sha256(other.key) = held.key_hash AND other.status = 'waiting'
            AND (other.id = held.head OR (other.id > held.head AND other.reason <> 'conflict')))
      FROM ${heldKeys} AS held JOIN ${deadLetters} AS letter ON letter.id = held.head
      WHERE ($1::text IS NULL OR held.group_name = $1) AND ($2::text IS NULL OR held.topic = $2)
      ORDER BY held.head`),
    values: [group ?? null, topic ?? null],
  };
}

/** Reads a row of {@link heldKeysStatement}. */
export function decodeHeldKey([group, topic, key, head, since, waiting]: TextRow): HeldKey {
  return {
    group: present(group),
    topic: present(topic),
    key: bytesOf(key) ?? new Uint8Array(),
    head: present(head),
    heldSince: present(since),
    waiting: Number(waiting),
  };
}

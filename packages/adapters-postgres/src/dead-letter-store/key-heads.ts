import type { DeadLetter, MessageSource } from '@foldmart/core';
import { present } from '../codec.js';
import type { Session } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { bytesOf } from './letter-row.js';
import type { Line } from './line-lock.js';
import { hexadecimal } from './park-letters.js';
import { waitingFrom } from './waiting-from.js';

/** The head of a held key. */
export interface StoredHead extends Pick<
  MessageSource,
  'key' | 'topicId' | 'partition' | 'offset'
> {
  readonly id: string;
}

/** The heads of those of the keys that are held. */
export async function findHeads(
  session: Session,
  { heldKeys, deadLetters }: DatabaseTables,
  { group, topic }: Line,
  keys: readonly Uint8Array[],
): Promise<readonly StoredHead[]> {
  if (keys.length === 0) return [];
  const { rows } = await session.run({
    ...prepare(`
      SELECT letter.id, encode(letter.key, 'hex'), letter.topic_id, letter.partition, letter."offset"
      FROM ${heldKeys} AS held JOIN ${deadLetters} AS letter ON letter.id = held.head
      WHERE held.group_name = $1 AND held.topic = $2 AND held.key_hash = ANY
        (SELECT sha256(decode(key, 'hex')) FROM unnest($3::text[]) AS input (key))`),
    values: [group, topic, textArray(keys.map(hexadecimal))],
  });
  return rows.map(([id, key, topicId, partition, offset]) => ({
    id: present(id),
    key: bytesOf(key),
    partition: Number(partition),
    offset: present(offset),
    ...(typeof topicId === 'string' ? { topicId } : {}),
  }));
}

/** Whether any key of a line is held. */
export async function holdsAny(
  session: Session,
  { heldKeys }: DatabaseTables,
  { group, topic }: Line,
): Promise<boolean> {
  const { rows } = await session.run({
    ...prepare(`SELECT EXISTS (SELECT FROM ${heldKeys} WHERE group_name = $1 AND topic = $2)`),
    values: [group, topic],
  });
  return rows[0]?.[0] === 't';
}

/** The statement that makes parked letters the heads of their keys. It returns a row for each. */
export function holdStatement(
  { heldKeys, deadLetters }: DatabaseTables,
  ids: readonly string[],
): Statement {
  return {
    ...prepare(`
      INSERT INTO ${heldKeys} (group_name, topic, key_hash, head)
      SELECT group_name, topic, sha256(key), id FROM ${deadLetters}
      WHERE id = ANY ($1::text[]::bigint[]) ORDER BY id
      ON CONFLICT DO NOTHING RETURNING head`),
    values: [textArray(ids)],
  };
}

/**
 * Makes `next` the head of a key instead of `head`, or the next letter that waits; releases the key if there is none. Notes
 * that the line changed. Does nothing else if `head` is no head.
 */
export function advanceStatements(
  { heldKeys, deadLetters, keyReleases }: DatabaseTables,
  head: DeadLetter,
  next?: string,
): readonly Statement[] {
  const { group, topic, key } = head.source;
  const line = [group, topic];
  const noting: Statement = {
    ...prepare(`
      INSERT INTO ${keyReleases} AS known (group_name, topic, tx)
      VALUES ($1, $2, pg_current_xact_id())
      ON CONFLICT (group_name, topic) DO UPDATE SET tx = excluded.tx`),
    values: line,
  };
  if (key === null) return [noting];
  const values = [...line, hexadecimal(key), head.id];
  const held = `group_name = $1 AND topic = $2 AND key_hash = sha256(decode($3, 'hex')) AND head = $4`;
  const found =
    next === undefined
      ? `(SELECT id FROM ${deadLetters} WHERE ${waitingFrom} ORDER BY id LIMIT 1)`
      : '$5::bigint';
  return [
    noting,
    {
      ...prepare(`UPDATE ${heldKeys} SET head = coalesce(${found}, head) WHERE ${held}`),
      values: next === undefined ? values : [...values, next],
    },
    {
      ...prepare(`
        DELETE FROM ${heldKeys} WHERE ${held} AND
          NOT EXISTS (SELECT FROM ${deadLetters} WHERE id = $4 AND status = 'waiting')`),
      values,
    },
  ];
}

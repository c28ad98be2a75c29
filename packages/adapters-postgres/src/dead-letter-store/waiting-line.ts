import { assertReplayable, assertWaiting, type DeadLetter } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { findLetter } from './find-letter.js';
import { findHeads } from './key-heads.js';
import { decodeLetter, letterColumns } from './letter-row.js';
import { lockLine } from './line-lock.js';
import { hexadecimal } from './park-letters.js';
import { waitingFrom } from './waiting-from.js';

/** The waiting letters of a key from its head on, or the letter alone if it holds no key. */
export interface WaitingLine {
  readonly letter: DeadLetter;
  readonly isHead: boolean;
  readonly letters: readonly DeadLetter[];
}

/**
 * Locks the line of a letter and reads what waits in it, one letter more than `limit`. Rejects if the letter cannot be
 * replayed now.
 */
export async function lockWaiting(
  session: Session,
  tables: DatabaseTables,
  id: string,
  limit: number,
): Promise<WaitingLine> {
  const { source } = assertWaiting(await findLetter(session, tables, id), id);
  await session.run(lockLine(tables, source, 'exclusive'));
  const found = await findLetter(session, tables, id);
  const [head] = source.key === null ? [] : await findHeads(session, tables, source, [source.key]);
  const letter = assertReplayable(found, id, head);
  const isHead = head?.id === id;
  const letters = isHead ? await readWaiting(session, tables, letter, limit + 1) : [letter];
  return { letter, isHead, letters };
}

/** The letters that wait from a head on, in their order. */
async function readWaiting(
  session: Session,
  { deadLetters }: DatabaseTables,
  { id, source }: DeadLetter,
  limit: number,
): Promise<readonly DeadLetter[]> {
  const { rows } = await session.run({
    ...prepare(
      `SELECT ${letterColumns} FROM ${deadLetters} WHERE ${waitingFrom} ORDER BY id LIMIT $5`,
    ),
    values: [source.group, source.topic, hexadecimal(source.key), id, limit],
  });
  return rows.map(decodeLetter);
}

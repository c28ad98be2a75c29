import { assertWaiting, type DeadLetter } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { decodeLetter, letterColumns } from './letter-row.js';
import { lockLine, type Line } from './line-lock.js';

/** The letter with this id; undefined if there is none. */
export async function findLetter(
  session: Session,
  { deadLetters }: DatabaseTables,
  id: string,
): Promise<DeadLetter | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined;
  const { rows } = await session.run({
    ...prepare(`SELECT ${letterColumns} FROM ${deadLetters} WHERE id = $1`),
    values: [id],
  });
  return rows[0] && decodeLetter(rows[0]);
}

/** Locks the lines of letters, and returns the letters. Rejects unless all of them wait. */
export async function lockLetters(
  session: Session,
  tables: DatabaseTables,
  ids: readonly string[],
): Promise<readonly DeadLetter[]> {
  const find = async (id: string): Promise<DeadLetter> =>
    assertWaiting(await findLetter(session, tables, id), id);
  const lines = new Map<string, Line>();
  for (const id of ids) {
    const { source } = await find(id);
    lines.set(JSON.stringify([source.group, source.topic]), source);
  }
  const sorted = [...lines].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const [, line] of sorted) await session.run(lockLine(tables, line, 'exclusive'));
  const letters: DeadLetter[] = [];
  for (const id of ids) letters.push(await find(id));
  return letters;
}

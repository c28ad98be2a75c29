import type { MessageSource } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';

/** The messages of one group in one topic. */
export type Line = Pick<MessageSource, 'group' | 'topic'>;

/**
 * Locks a line until the end of the transaction: batches share the lock, and what moves heads holds it alone. Run it
 * first: it takes no transaction id, so what waits for it comes later in the log.
 */
export function lockLine(
  { schema }: DatabaseTables,
  { group, topic }: Line,
  mode: 'shared' | 'exclusive',
): Statement {
  const lock = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  return {
    ...prepare(`SELECT ${lock}(hashtextextended($1, 11))`),
    values: [JSON.stringify([schema, group, topic])],
  };
}

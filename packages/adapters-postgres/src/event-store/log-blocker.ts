import type { LogBlocker } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { appendLock } from '../migrations/0013-open-appends.js';
import { bound, runBounded } from './log-bound.js';

/** The oldest append that hides committed events from readers; undefined if there is none. */
export async function findBlocker(
  session: Session,
  tables: DatabaseTables,
): Promise<LogBlocker | undefined> {
  const statement = prepare(statementText(tables));
  const [row = []] = await runBounded(session, tables, statement);
  const [pid, database, application, state, ageMs, prepared] = row;
  if (ageMs === undefined) return undefined;
  return { description: describe(), ageMs: Math.max(0, Number(ageMs ?? 0)) };

  function describe(): string {
    if (pid === null) return `prepared transaction ${String(prepared)}`;
    if (state === null) return `pid ${String(pid)}, a session whose state this role may not see`;
    const who = [`pid ${String(pid)}`, `database ${String(database)}`, String(application)];
    return `${who.join(', ')}, ${String(state)}`;
  }
}

/**
 * An append without a transaction id has written nothing yet, and hides nothing. Only the last event is compared with the
 * bound: for any event above it, Postgres would read the whole log, since it expects to find one at once.
 */
function statementText({ events, logEpoch, schema }: DatabaseTables): string {
  return `
    WITH held AS MATERIALIZED (
      SELECT locktype, transactionid, pid FROM pg_locks
      WHERE granted AND (locktype = 'transactionid' AND mode = 'ExclusiveLock' OR ${appendLock(schema)})
    )
    SELECT own.pid, holder.datname, holder.application_name, holder.state,
           extract(epoch FROM clock_timestamp() - coalesce(holder.xact_start, given.prepared)) * 1000,
           given.gid
    FROM held AS own
    LEFT JOIN pg_stat_activity AS holder ON holder.pid = own.pid
    LEFT JOIN pg_prepared_xacts AS given ON own.pid IS NULL AND given.transaction = own.transactionid
    WHERE own.locktype = 'transactionid'
      AND (given.gid IS NOT NULL OR own.pid IN (SELECT pid FROM held WHERE locktype = 'advisory'))
      AND EXISTS (
        SELECT FROM (
          SELECT epoch, tx FROM ${events} ORDER BY epoch DESC, tx DESC, position DESC LIMIT 1
        ) AS last
        WHERE (epoch, tx) >= ((SELECT epoch FROM ${logEpoch}), ${bound})
      )
    ORDER BY age(own.transactionid) DESC LIMIT 1`;
}

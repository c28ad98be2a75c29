import type { LogBlocker } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';

/** The transaction that hides committed events from readers; undefined if there is none. */
export async function findBlocker(
  session: Session,
  { events, logEpoch }: DatabaseTables,
): Promise<LogBlocker | undefined> {
  const { rows } = await session.run(prepare(statementText(events, logEpoch)));
  const [xmin, pid, database, application, state, ageMs, prepared] = rows[0] ?? [];
  if (xmin === undefined) return undefined;
  return { description: describe(), ageMs: Math.max(0, Number(ageMs ?? 0)) };

  function describe(): string {
    if (prepared !== null) return `prepared transaction ${String(prepared)}`;
    if (pid === null) return `transaction ${String(xmin)} of a session this role may not see`;
    const who = [`pid ${String(pid)}`, `database ${String(database)}`, String(application)];
    return `${who.join(', ')}, ${String(state)}`;
  }
}

function statementText(events: string, logEpoch: string): string {
  return `
    SELECT bound.xmin::text, holder.pid, holder.datname, holder.application_name, holder.state,
           extract(epoch FROM clock_timestamp() - coalesce(holder.xact_start, given.prepared)) * 1000,
           given.gid
    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) bound
    LEFT JOIN LATERAL (
      SELECT pid, datname, application_name, state, xact_start FROM pg_stat_activity
      WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
      ORDER BY age(backend_xid) DESC LIMIT 1
    ) holder ON true
    LEFT JOIN LATERAL (
      SELECT gid, prepared FROM pg_prepared_xacts
      WHERE holder.pid IS NULL ORDER BY age(transaction) DESC LIMIT 1
    ) given ON true
    WHERE EXISTS (
      SELECT FROM ${events} WHERE (epoch, tx) >= ((SELECT epoch FROM ${logEpoch}), bound.xmin)
    )
    AND (holder.pid IS NOT NULL OR given.gid IS NOT NULL
         OR NOT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'))`;
}

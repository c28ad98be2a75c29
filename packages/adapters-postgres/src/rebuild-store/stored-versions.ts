import { PortError, type LogPosition, type RebuildPlan } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import type { Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { unparked } from '../projection-store/parked-columns.js';

/** Rejects with a PortError if rows of a plan were made by a higher version: an older program must not replace them. */
export async function assertNoneNewer(
  session: Session,
  { checkpoints }: DatabaseTables,
  { projections }: RebuildPlan,
): Promise<void> {
  const { rows } = await session.run({
    text: `SELECT projection, version FROM ${checkpoints} WHERE projection = ANY ($1::text[])`,
    values: [textArray(projections.map(({ name }) => name))],
  });
  const stored = new Map(rows.map(([name, version]) => [name, Number(version)]));
  const newer = projections.find(({ name, version }) => (stored.get(name) ?? 0) > version);
  if (newer === undefined) return;
  throw new PortError({
    port: 'rebuild-store',
    operation: 'begin',
    reason: 'rejected',
    code: 'projection-version',
    message:
      `Projection ${newer.name} is at version ${String(stored.get(newer.name))} in the database, ` +
      `newer than version ${String(newer.version)} that this program knows.`,
    hint: 'upgrade this program',
  });
}

/** The statement that sets the versions of the rows to the plan's; asynchronous projections resume after `position`. */
export function recordVersions(
  { checkpoints }: DatabaseTables,
  { projections }: RebuildPlan,
  position: LogPosition | undefined,
): Statement {
  return {
    text: `
      INSERT INTO ${checkpoints} (projection, version, mode, position, moved_at)
      SELECT name, version::integer, mode, CASE mode WHEN 'async' THEN $4 END, clock_timestamp()
      FROM unnest($1::text[], $2::text[], $3::text[]) AS built (name, version, mode)
      ON CONFLICT (projection) DO UPDATE SET version = excluded.version, mode = excluded.mode,
        position = excluded.position, moved_at = excluded.moved_at, ${unparked}`,
    values: [
      textArray(projections.map(({ name }) => name)),
      textArray(projections.map(({ version }) => String(version))),
      textArray(projections.map(({ mode }) => mode)),
      position ?? null,
    ],
  };
}

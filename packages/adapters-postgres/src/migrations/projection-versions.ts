import { PortError, type Logger, type Projection } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** What decides about the rows that projections made before. */
export interface ProjectionVersions {
  readonly tables: DatabaseTables;
  readonly catalog: ModelCatalog;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
}

/**
 * Compares the projections with those that made the rows. An asynchronous one that has a higher version begins
 * again, its models empty; whoever follows the log with it fills them. Inline ones that are new to a log, or
 * changed, are reported: the rows of earlier events are not made anew. A lower version is rejected.
 */
export async function settleProjectionVersions(
  session: Session,
  versions: ProjectionVersions,
): Promise<void> {
  const { tables, projections } = versions;
  const { rows } = await session.run({
    text: `SELECT projection, version FROM ${tables.checkpoints}`,
  });
  const known = new Map(rows.map(([name, version]) => [name, Number(version)]));
  for (const projection of projections) {
    const stored = known.get(projection.name);
    if (stored === projection.version) continue;
    if (stored !== undefined && stored > projection.version) throw outdated(projection, stored);
    if (projection.mode === 'async') await beginAgain(session, versions, projection);
    else await adopt(session, versions, projection);
  }
}

async function beginAgain(
  session: Session,
  { tables, catalog }: ProjectionVersions,
  { name, version, models }: Projection,
): Promise<void> {
  await session.run({
    text: `
      INSERT INTO ${tables.checkpoints} (projection, version) VALUES ($1, $2)
      ON CONFLICT (projection) DO UPDATE SET version = $2, position = NULL, moved_at = now()`,
    values: [name, version],
  });
  for (const model of models) await session.run({ text: `DELETE FROM ${catalog.of(model).name}` });
}

async function adopt(
  session: Session,
  { tables, logger }: ProjectionVersions,
  { name, version, handles }: Projection,
): Promise<void> {
  const { rows } = await session.run({
    text: `SELECT EXISTS (SELECT FROM ${tables.events} WHERE type = ANY ($1::text[]))`,
    values: [textArray(handles)],
  });
  if (rows[0]?.[0] === 't') {
    logger.warn(
      'an inline projection is newer than events that it handles: their rows are missing',
      {
        projection: name,
        version,
      },
    );
    return;
  }
  await session.run({
    text: `
      INSERT INTO ${tables.checkpoints} (projection, version) VALUES ($1, $2)
      ON CONFLICT (projection) DO UPDATE SET version = $2`,
    values: [name, version],
  });
}

function outdated({ name, version }: Projection, stored: number): PortError {
  return new PortError({
    port: 'projection-store',
    operation: 'open',
    reason: 'rejected',
    message:
      `Projection ${name} is at version ${String(stored)} in the database, ` +
      `newer than version ${String(version)} that this program knows.`,
    hint: 'upgrade this program',
  });
}

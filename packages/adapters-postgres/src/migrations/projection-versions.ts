import { planRebuilds, PortError, type Logger, type Projection } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** The input for the check of projection versions. */
export interface ProjectionVersions {
  readonly tables: DatabaseTables;
  readonly catalog: ModelCatalog;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
}

interface StoredProjection {
  readonly version: number;
  /** Null until a program with the projection opens the database. */
  readonly mode: string | null;
}

/** How long opening may block writers while it registers an inline projection, in milliseconds. */
const longestHoldMs = 5_000;

/**
 * Compares the projections with those that made the rows, and registers new ones. A new inline projection gets
 * version 0 if the log has events that it handles. Rows of lower versions stay unchanged until they are rebuilt.
 * Rejects with a PortError if the database has a higher version. Resolves with the models whose tables must not be
 * changed.
 */
export async function settleProjectionVersions(
  session: Session,
  versions: ProjectionVersions,
): Promise<ReadonlySet<string>> {
  const { tables, projections } = versions;
  const names = (await readStored(session, tables)).keys();
  await holdVersions(session, tables, isInlineMissing(projections, new Set(names)));
  const stored = await readStored(session, tables);
  const settled = new Map<string, number>();
  for (const projection of projections) {
    const known = stored.get(projection.name);
    settled.set(
      projection.name,
      known === undefined
        ? await takeIn(session, versions, projection)
        : await compare(session, versions, projection, known),
    );
  }
  return modelsToLeave(projections, settled);
}

async function readStored(
  session: Session,
  { checkpoints }: DatabaseTables,
): Promise<ReadonlyMap<string, StoredProjection>> {
  const { rows } = await session.run({
    text: `SELECT projection, version, mode FROM ${checkpoints}`,
  });
  return new Map(
    rows.map(([name, version, mode]) => [
      String(name),
      { version: Number(version), mode: mode ?? null },
    ]),
  );
}

function isInlineMissing(projections: readonly Projection[], known: ReadonlySet<string>): boolean {
  return projections.some(({ mode, name }) => mode === 'inline' && !known.has(name));
}

/**
 * Prevents rebuilds from changing versions and tables. To register an inline projection, it also waits for appends
 * of programs without it, so that the projection misses no event.
 */
async function holdVersions(
  session: Session,
  { checkpoints }: DatabaseTables,
  holdsWriters: boolean,
): Promise<void> {
  if (holdsWriters) {
    await session.run({ text: `SET LOCAL lock_timeout = ${String(longestHoldMs)}` });
  }
  const mode = holdsWriters ? 'EXCLUSIVE' : 'ROW SHARE';
  await session.run({ text: `LOCK TABLE ${checkpoints} IN ${mode} MODE` });
}

async function takeIn(
  session: Session,
  versions: ProjectionVersions,
  projection: Projection,
): Promise<number> {
  const { tables, logger } = versions;
  const { name, mode } = projection;
  const isLate =
    mode === 'inline'
      ? await hasEvents(session, tables, projection)
      : await hasOwnRows(session, versions, projection);
  const version = isLate ? 0 : projection.version;
  await session.run({
    text: `INSERT INTO ${tables.checkpoints} (projection, version, mode) VALUES ($1, $2, $3)`,
    values: [name, version, mode],
  });
  if (isLate) logger.warn('a projection is younger than the log: rebuild it', { projection: name });
  return version;
}

async function hasEvents(
  session: Session,
  { events }: DatabaseTables,
  { handles }: Projection,
): Promise<boolean> {
  const { rows } = await session.run({
    text: `SELECT EXISTS (SELECT FROM ${events} WHERE type = ANY ($1::text[]))`,
    values: [textArray(handles)],
  });
  return rows[0]?.[0] === 't';
}

/**
 * Whether there are rows that only this projection writes, as after it was retired: following from the start would
 * count them twice.
 */
async function hasOwnRows(
  session: Session,
  { catalog, projections }: ProjectionVersions,
  projection: Projection,
): Promise<boolean> {
  const others = projections.filter((other) => other !== projection);
  const shared = new Set(others.flatMap(({ models }) => models.map(({ name }) => name)));
  for (const { name } of projection.models.filter((model) => !shared.has(model.name))) {
    const table = catalog.named(name).name;
    const { rows } = await session.run({
      text: 'SELECT to_regclass($1) IS NOT NULL',
      values: [table],
    });
    if (rows[0]?.[0] !== 't') continue;
    const found = await session.run({ text: `SELECT EXISTS (SELECT FROM ${table})` });
    if (found.rows[0]?.[0] === 't') return true;
  }
  return false;
}

async function compare(
  session: Session,
  { tables, logger }: ProjectionVersions,
  projection: Projection,
  stored: StoredProjection,
): Promise<number> {
  const { name, version, mode } = projection;
  if (stored.version > version) throw outdated(projection, stored);
  if (stored.mode === null) {
    await session.run({
      text: `UPDATE ${tables.checkpoints} SET mode = $2 WHERE projection = $1`,
      values: [name, mode],
    });
  } else if (stored.version === version && stored.mode !== mode) {
    throw otherMode(projection, stored);
  }
  if (stored.version < version) {
    logger.info('a projection’s rows are of a lower version: rebuild it', {
      projection: name,
      version,
      stored: stored.version,
    });
  }
  return stored.version;
}

function modelsToLeave(
  projections: readonly Projection[],
  settled: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const plans = planRebuilds(projections).filter((plan) =>
    plan.projections.some(({ name, version }) => settled.get(name) !== version),
  );
  const models = plans.flatMap((plan) => plan.projections.flatMap((each) => each.models));
  return new Set(models.map(({ name }) => name));
}

function outdated({ name, version }: Projection, stored: StoredProjection): PortError {
  return new PortError({
    port: 'projection-store',
    operation: 'open',
    reason: 'rejected',
    message:
      `Projection ${name} is at version ${String(stored.version)} in the database, ` +
      `newer than version ${String(version)} that this program knows.`,
    hint: 'upgrade this program',
  });
}

function otherMode({ name, version, mode }: Projection, stored: StoredProjection): PortError {
  return new PortError({
    port: 'projection-store',
    operation: 'open',
    reason: 'rejected',
    message: `Version ${String(version)} of projection ${name} is ${String(stored.mode)} in the database, and ${mode} in this program.`,
    hint: 'raise its version, and rebuild it',
  });
}

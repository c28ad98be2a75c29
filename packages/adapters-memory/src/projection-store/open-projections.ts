import type { PortName, Projection } from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import { rejectedError } from '../database/store-errors.js';
import { timestampOf } from '../database/timestamp.js';
import type { ProjectionStates } from './projection-states.js';

/**
 * Registers the projections of a program and creates tables for their read models. Rows of a lower version stay as
 * they are until they are rebuilt. Changes nothing and throws PortError, `rejected`, if rows are of a higher version
 * than the program's, or RangeError if a read model is defined in two ways.
 */
export function openProjections(
  database: MemoryDatabase,
  projections: readonly Projection[],
): void {
  const { clock, projectionStates: states, tables } = database;
  for (const each of projections) assertNotOutdated(each, states, 'projection-store', 'open');
  const unknown = projections.filter(({ name }) => states.get(name) === undefined);
  const versions = new Map(
    unknown.map((projection) => [projection, firstVersion(projection, projections, database)]),
  );
  tables.declare(projections, (projection) => {
    const version = versions.get(projection) ?? states.get(projection.name)?.version;
    return version === projection.version;
  });
  for (const [{ name, mode }, version] of versions) {
    const movedAt = timestampOf(clock);
    states.set({ name, version, mode, position: undefined, movedAt, parked: undefined });
  }
}

/**
 * An inline projection whose events are in the log already has missed them and must be built. An asynchronous one
 * that was retired and registered again would count events twice, so it must be rebuilt as well.
 */
function firstVersion(
  projection: Projection,
  all: readonly Projection[],
  { log, tables }: MemoryDatabase,
): number {
  const { mode, version, handles, models } = projection;
  if (mode === 'inline') return handles.some((type) => log.knowsType(type)) ? 0 : version;
  const others = all.filter((other) => other !== projection);
  const shared = new Set(others.flatMap((other) => other.models.map(({ name }) => name)));
  const own = models.filter(({ name }) => !shared.has(name));
  return own.some(({ name }) => (tables.find(name)?.size ?? 0) > 0) ? 0 : version;
}

/** Throws PortError, `rejected`, if the rows are of a higher version than the projection. */
export function assertNotOutdated(
  { name, version }: Projection,
  states: ProjectionStates,
  port: PortName,
  operation: string,
): void {
  const stored = states.get(name)?.version ?? version;
  if (stored <= version) return;
  const message =
    `Projection ${name} is at version ${stored} in the database, ` +
    `newer than version ${version} that this program knows.`;
  throw rejectedError(port, operation, message, {
    code: 'projection-version',
    hint: 'upgrade this program',
  });
}

import { UnstorableError } from '../events/storable-json.js';
import type { EventEnvelope } from '../events/envelope.js';
import { isPortError } from '../errors/index.js';
import { projectEvent, UndeclaredModelError } from '../projections/project-event.js';
import { skippedEvent } from '../projections/projection-failures.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite } from '../projections/read-model.js';
import { assertProjections } from '../projections/validate/validate-projections.js';
import { RowTables } from '../projections/rows/index.js';
import { describeDifferences, findDifferences } from './find-differences.js';
import { SpecificationError } from './specification-error.js';

/**
 * The rows that a log makes: each event goes through every projection that handles it.
 *
 * @throws SpecificationError if a projection breaks its contract; RangeError if a store would refuse the projections; what a
 * store would reject with if an event cannot be projected.
 */
export function foldThroughProjections(
  projections: readonly Projection[],
  events: readonly EventEnvelope[],
): RowTables {
  const tables = new RowTables(assertProjections(projections));
  const seen = new Set<string>();
  for (const event of events) {
    if (seen.has(event.id)) continue;
    seen.add(event.id);
    const handling = projections.filter(({ handles }) => handles.includes(event.type));
    if (handling.length === 0) throw unhandled(projections, event);
    for (const projection of handling) apply(tables, projection, event);
  }
  return tables;
}

function apply(tables: RowTables, projection: Projection, event: EventEnvelope): void {
  const writes = projectPurely(projection, event);
  try {
    tables.apply(writes);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    if (projection.mode === 'inline' || projection.onFailure !== 'skip') throw error;
    tables.apply([skippedEvent(projection, event, error.message)]);
  }
}

/** The same event always gives the same changes, and is left as it is. */
function projectPurely(projection: Projection, event: EventEnvelope): readonly ReadModelWrite[] {
  const shownTo = copyOf(event) as EventEnvelope;
  const first = projectDeclared(projection, shownTo);
  const untouched = findDifferences(event, shownTo);
  if (untouched.length > 0) {
    throw broken(projection, 'changes the event that it projects', untouched, event, shownTo);
  }
  const second = projectDeclared(projection, copyOf(event) as EventEnvelope);
  const same = findDifferences(first, second);
  if (same.length > 0) {
    const what = 'is not pure: the same event gives other changes the second time';
    throw broken(projection, what, same, first, second);
  }
  return first;
}

/** Throws SpecificationError if the projection uses a model that it does not declare. */
function projectDeclared(projection: Projection, event: EventEnvelope): readonly ReadModelWrite[] {
  try {
    return projectEvent(projection, event);
  } catch (error) {
    const undeclared = isPortError(error) ? error.cause : undefined;
    if (!(undeclared instanceof UndeclaredModelError)) throw error;
    const { model } = undeclared;
    const expected = projection.models.map(({ name }) => name);
    const message = `Projection ${projection.name} uses ${model}, which it does not declare.`;
    throw new SpecificationError(message, { expected, actual: model });
  }
}

function unhandled(
  projections: readonly Projection[],
  { type }: EventEnvelope,
): SpecificationError {
  const names = projections.map(({ name }) => name).join(', ');
  const expected = projections.flatMap(({ handles }) => handles);
  const message = `No event ${type} is ever shown to ${names}: it is not among the types that are listed.`;
  return new SpecificationError(message, { expected, actual: type });
}

function broken(
  { name }: Projection,
  what: string,
  differences: readonly string[],
  expected: unknown,
  actual: unknown,
): SpecificationError {
  const message = `Projection ${name} ${what}:${describeDifferences(differences)}`;
  return new SpecificationError(message, { expected, actual });
}

/** A copy of plain data, all the way down. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copyOf(field)]));
}

import { UnstorableError } from '../events/storable-json.js';
import type { EventEnvelope } from '../events/envelope.js';
import { projectEvent } from '../projections/project-event.js';
import { projectionFailuresModel, skippedEvent } from '../projections/projection-failures.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite } from '../projections/read-model.js';
import { RowTables } from '../projections/rows/index.js';
import { describeDifferences, findDifferences } from './find-differences.js';
import { SpecificationError } from './specification-error.js';

/**
 * The rows that a log makes, each event going through every projection that handles it. Throws SpecificationError where a
 * projection breaks its contract, and what a store would reject with where an event cannot be projected.
 */
export function foldThroughProjections(
  projections: readonly Projection[],
  events: readonly EventEnvelope[],
): RowTables {
  const models = projections.flatMap((projection) => projection.models);
  const tables = new RowTables([...models, projectionFailuresModel]);
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
  for (const write of writes) assertDeclared(projection, write);
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
  const first = projectEvent(projection, shownTo);
  const untouched = findDifferences(event, shownTo);
  if (untouched.length > 0) {
    throw broken(projection, 'changes the event that it projects', untouched, event, shownTo);
  }
  const second = projectEvent(projection, copyOf(event) as EventEnvelope);
  const same = findDifferences(first, second);
  if (same.length > 0) {
    const what = 'is not pure: the same event gives other changes the second time';
    throw broken(projection, what, same, first, second);
  }
  return first;
}

function assertDeclared(projection: Projection, write: ReadModelWrite): void {
  const declared = [...projection.models.map(({ name }) => name), projectionFailuresModel.name];
  const used = write.op === 'mirror' ? [write.model, write.from] : [write.model];
  const missing = used.filter((name) => !declared.includes(name));
  if (missing.length === 0) return;
  const message = `Projection ${projection.name} uses ${missing.join(', ')}, which it does not declare.`;
  throw new SpecificationError(message, { expected: declared, actual: used });
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

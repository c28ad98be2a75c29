import { PortError } from '../errors/index.js';
import type { EventEnvelope } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import { deadLetterDetail } from '../messaging/dead-letter.js';
import type { Projection } from './projection.js';
import type { InsertRow, ReadModel, ReadModelWrite } from './read-model.js';

/** Events that versions of projections have passed over; every store has it beside the models of its projections. */
export const projectionFailuresModel: ReadModel = {
  name: 'projection_failures',
  key: ['projection', 'version', 'event_id'],
  columns: {
    projection: 'text',
    version: 'integer',
    event_id: 'text',
    event_type: 'text',
    detail: 'text',
  },
};

/** The row that says that an event was passed over, and why. */
export function skippedEvent(
  { name, version }: Projection,
  event: EventEnvelope,
  why: string,
): InsertRow {
  const row = { projection: name, event_id: event.id, version, event_type: event.type };
  const detail = deadLetterDetail(why);
  return { op: 'insert', model: projectionFailuresModel.name, row: { ...row, detail } };
}

/**
 * The changes that one event makes, by the projection's policy where it fails. Throws a PortError, `rejected`, for an
 * event that it can't take and must not pass over.
 */
export function projectEvent(
  projection: Projection,
  event: EventEnvelope,
): readonly ReadModelWrite[] {
  try {
    return projection.project(event);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (projection.onFailure === 'skip') return [skippedEvent(projection, event, why)];
    throw new PortError({
      port: 'projection-store',
      operation: 'project',
      reason: 'rejected',
      message: `Projection ${projection.name} cannot take event ${event.id} (${event.type}): ${why}`,
      cause: error,
    });
  }
}

/** The same projections, shown every event in the version of its schema that is current now. */
export function withUpcasting(
  registry: EventRegistry,
  projections: readonly Projection[],
): readonly Projection[] {
  return projections.map((projection) => ({
    ...projection,
    project: (event) => projection.project(upcastEvent(registry, event)),
  }));
}

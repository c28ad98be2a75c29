import { PortError } from '../errors/index.js';
import type { EventEnvelope } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import type { Projection } from './projection.js';
import { skippedEvent } from './projection-failures.js';
import type { ReadModelWrite } from './read-model.js';

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

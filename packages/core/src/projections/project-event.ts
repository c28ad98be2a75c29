import { PortError } from '../errors/index.js';
import type { EventEnvelope } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import { isNewerEventError } from '../events/newer-event.js';
import { UnstorableError } from '../events/storable-json.js';
import type { Projection } from './projection.js';
import { skippedEvent } from './projection-failures.js';
import type { ReadModel, ReadModelWrite } from './read-model.js';
import { assertWriteFits } from './validate/validate-write.js';

/**
 * The changes that one event makes, checked against the models that the projection declares. If the projection fails, its
 * policy decides: `skip` gives the row that records it.
 *
 * @throws PortError, `rejected`, if the projection fails and must not skip the event. No projection may skip an event for
 * want of a model in its declaration, and an inline one none whose changes do not fit. Code `newer-event` if a newer program
 * wrote the event: no policy applies, because an upgraded program can project it.
 */
export function projectEvent(
  projection: Projection,
  event: EventEnvelope,
): readonly ReadModelWrite[] {
  try {
    return fittingWrites(projection, event);
  } catch (error) {
    if (isNewerEventError(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (projection.onFailure === 'skip' && !mustRefuse(projection, error)) {
      return [skippedEvent(projection, event, why)];
    }
    throw new PortError({
      port: 'projection-store',
      operation: 'project',
      reason: 'rejected',
      message: `Projection ${projection.name} cannot handle event ${event.id} (${event.type}): ${why}`,
      cause: error,
    });
  }
}

/** A projection changes, or mirrors from, a model that is not among its models. */
export class UndeclaredModelError extends UnstorableError {
  readonly model: string;

  constructor(model: string) {
    super(`it does not declare the model ${model}: add it to its models`);
    this.model = model;
  }
}

function mustRefuse({ mode }: Projection, error: unknown): boolean {
  if (error instanceof UndeclaredModelError) return true;
  return mode === 'inline' && error instanceof UnstorableError;
}

/**
 * The changes that one event makes. Throws what the projection throws.
 *
 * @throws UnstorableError if a change is to a model that the projection does not declare, or does not fit its model by the
 * names and types of its columns.
 */
export function fittingWrites(
  projection: Projection,
  event: EventEnvelope,
): readonly ReadModelWrite[] {
  const writes = projection.project(event);
  const modelOf = (name: string): ReadModel => declaredModel(projection, name);
  for (const write of writes) {
    modelOf(write.model);
    assertWriteFits(write, modelOf);
  }
  return writes;
}

function declaredModel({ models }: Projection, name: string): ReadModel {
  for (const model of models) if (model.name === name) return model;
  throw new UndeclaredModelError(name);
}

/** Wraps the projections so that they receive every event in the current version of its schema. */
export function withUpcasting(
  registry: EventRegistry,
  projections: readonly Projection[],
): readonly Projection[] {
  return projections.map((projection) => ({
    ...projection,
    project: (event) => projection.project(upcastEvent(registry, event)),
  }));
}

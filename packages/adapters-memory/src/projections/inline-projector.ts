import {
  prepareWrite,
  projectEvent,
  type EventEnvelope,
  type FindTable,
  type PortName,
  type PreparedWrite,
  type Projection,
} from '@foldmart/core';
import { assertInlineProjections } from './inline-fence.js';
import type { ProjectionStates } from './projection-states.js';

/** Turns events into changes of the read models that are written with them. */
export class InlineProjector {
  readonly #projections: readonly Projection[];

  constructor(projections: readonly Projection[]) {
    this.#projections = projections.filter(({ mode }) => mode === 'inline');
  }

  /** Throws a retryable PortError where the rows of the database are made by other inline projections. */
  assertCurrent(
    states: ProjectionStates,
    request: { readonly port: PortName; readonly operation: string },
  ): void {
    assertInlineProjections(this.#projections, states, request);
  }

  /**
   * The changes that one event makes. Throws UnstorableError where one does not fit its read model, and PortError,
   * `rejected`, where a projection cannot take the event.
   */
  project(event: EventEnvelope, tables: FindTable): readonly PreparedWrite[] {
    return this.#projections
      .filter(({ handles }) => handles.includes(event.type))
      .flatMap((projection) => projectEvent(projection, event))
      .map((write) => prepareWrite(tables, write));
  }
}

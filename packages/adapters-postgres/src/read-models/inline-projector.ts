import {
  projectEvent,
  type EventEnvelope,
  type Projection,
  type ReadModelWrite,
} from '@foldmart/core';

/** What inline projections make of events. */
export class InlineProjector {
  /** The inline ones among those it was given. */
  readonly projections: readonly Projection[];
  readonly #byType = new Map<string, Projection[]>();

  constructor(projections: readonly Projection[]) {
    this.projections = projections.filter(({ mode }) => mode === 'inline');
    for (const projection of this.projections) {
      for (const type of projection.handles) {
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), projection]);
      }
    }
  }

  /**
   * The writes of all events, in their order. Throws a PortError, `rejected`, for an event that one cannot take and
   * must not pass over.
   */
  project(events: readonly EventEnvelope[]): readonly ReadModelWrite[] {
    return events.flatMap((event) =>
      (this.#byType.get(event.type) ?? []).flatMap((projection) => projectEvent(projection, event)),
    );
  }
}

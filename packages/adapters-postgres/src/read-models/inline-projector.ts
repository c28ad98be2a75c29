import type { EventEnvelope, Projection, ReadModelWrite } from '@foldmart/core';

/** What inline projections make of events. */
export class InlineProjector {
  readonly #byType = new Map<string, Projection[]>();

  constructor(projections: readonly Projection[]) {
    for (const projection of projections.filter(({ mode }) => mode === 'inline')) {
      for (const type of projection.handles) {
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), projection]);
      }
    }
  }

  /** The writes of all events, in their order. */
  project(events: readonly EventEnvelope[]): readonly ReadModelWrite[] {
    return events.flatMap((event) =>
      (this.#byType.get(event.type) ?? []).flatMap((projection) => projection.project(event)),
    );
  }
}

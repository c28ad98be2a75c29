import {
  projectEvent,
  type EventEnvelope,
  type Projection,
  type ReadModelWrite,
} from '@foldmart/core';

/** Projects events with the inline projections. */
export class InlineProjector {
  /** The inline projections among the given ones. */
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
   * The writes of all events, in order. Throws a PortError, `rejected`, for an event that a projection cannot handle
   * and must not skip.
   */
  project(events: readonly EventEnvelope[]): readonly ReadModelWrite[] {
    const writes: ReadModelWrite[] = [];
    for (const event of events) {
      for (const projection of this.#byType.get(event.type) ?? []) {
        for (const write of projectEvent(projection, event)) writes.push(write);
      }
    }
    return writes;
  }
}

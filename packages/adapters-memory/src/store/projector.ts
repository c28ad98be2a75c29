import {
  type EventEnvelope,
  type FindTable,
  type PreparedWrite,
  prepareWrite,
  type Projection,
} from '@foldmart/core';

/** Turns events into changes of the read models that are written with them. */
export class Projector {
  readonly #byType = new Map<string, Projection[]>();
  readonly #tables: FindTable;

  constructor(projections: readonly Projection[], tables: FindTable) {
    this.#tables = tables;
    for (const projection of projections) {
      if (projection.mode !== 'inline') continue;
      for (const type of projection.handles) this.#register(type, projection);
    }
  }

  /** Throws UnstorableError where a change does not fit its read model. */
  project(event: EventEnvelope): readonly PreparedWrite[] {
    const projections = this.#byType.get(event.type) ?? [];
    return projections.flatMap((projection) =>
      projection.project(event).map((write) => prepareWrite(this.#tables, write)),
    );
  }

  #register(type: string, projection: Projection): void {
    const registered = this.#byType.get(type) ?? [];
    this.#byType.set(type, [...registered, projection]);
  }
}

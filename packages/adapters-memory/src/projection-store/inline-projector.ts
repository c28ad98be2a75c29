import {
  projectEvent,
  projectionFailedError,
  type EventEnvelope,
  type PortName,
  type PreparedWrites,
  type Projection,
} from '@foldmart/core';
import { assertInlineVersions, type InlineVersions } from './inline-fence.js';

/** Projects events into the read models that are written with each append. */
export class InlineProjector {
  readonly #byType = new Map<string, Projection[]>();
  readonly #versions: InlineVersions;

  constructor(projections: readonly Projection[]) {
    const inline = projections.filter(({ mode }) => mode === 'inline');
    this.#versions = new Map(inline.map(({ name, version }) => [name, version]));
    for (const projection of inline) {
      for (const type of projection.handles) {
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), projection]);
      }
    }
  }

  /** Throws a retryable PortError if other inline projections (`kept`) make the rows of the database. */
  assertCurrent(
    kept: InlineVersions,
    request: { readonly port: PortName; readonly operation: string },
  ): void {
    assertInlineVersions(this.#versions, kept, request);
  }

  /**
   * Adds the changes that one event makes to `writes`. Throws PortError, `projection-failed`, if a projection throws or its
   * writes do not fit; `writes` must not be made then.
   */
  project(
    event: EventEnvelope,
    writes: PreparedWrites,
    request: { readonly port: PortName; readonly operation: string },
  ): void {
    for (const projection of this.#byType.get(event.type) ?? []) {
      try {
        for (const write of projectEvent(projection, event)) writes.add(write);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        const what = `Inline projection ${projection.name} failed for event ${event.id}: ${why}`;
        throw projectionFailedError({ ...request, what, cause: error });
      }
    }
  }
}

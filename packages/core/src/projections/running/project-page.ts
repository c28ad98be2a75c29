import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import { isNewerEventError } from '../../events/newer-event.js';
import { projectEvent } from '../project-event.js';
import { skippedEvent } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import type { ReadModelWrite } from '../read-model.js';
import type { EventStore } from '../../ports/event-store.js';
import type { ProjectionStore } from '../../ports/projection-store.js';
import { isolateFailingEvent, type PageOutcome } from './isolate-failing-event.js';
import { failureOf, whyOf } from './projection-failure.js';

/** Projections read events as stored: see `withUpcasting`. */
export interface ProjectionDependencies {
  readonly store: Pick<EventStore, 'readAll'>;
  readonly projections: ProjectionStore;
}

/** A step that was committed. */
export interface ProjectedStep {
  readonly events: number;
  readonly to: LogPosition;
}

export interface ProjectPageOptions {
  readonly from: LogPosition | undefined;
  readonly pageSize: number;
  readonly onStep?: ((step: ProjectedStep) => void) | undefined;
}

/**
 * Reads the next page of the log and projects it. If an event fails, the projection's policy decides. Rejects with the code
 * `newer-event`, after the events before it are projected, if a newer program wrote one that it handles.
 */
export async function projectPage(
  { store, projections }: ProjectionDependencies,
  projection: Projection,
  { from, pageSize, onStep }: ProjectPageOptions,
): Promise<PageOutcome> {
  const range = from === undefined ? { limit: pageSize } : { after: from, limit: pageSize };
  const { events } = await store.readAll(range);
  const step = async (
    at: LogPosition | undefined,
    taken: readonly StoredEvent[],
    writes: readonly ReadModelWrite[],
  ): Promise<boolean> => {
    const to = taken.at(-1)?.position ?? '';
    const isMine = await projections.advance({ projection, from: at, to, writes });
    if (isMine) onStep?.({ events: taken.length, to });
    return isMine;
  };
  return isolateFailingEvent(
    {
      take: (taken, at) => step(at, taken, writesOf(projection, taken)),
      async giveUp(event, at, error) {
        if (!projection.handles.includes(event.type) || isNewerEventError(error)) throw error;
        if (projection.onFailure === 'skip') {
          const skipped = [skippedEvent(projection, event, whyOf(error))];
          return (await step(at, [event], skipped)) ? 'passed' : 'overtaken';
        }
        const isParked = await projections.park(projection, at, failureOf(event, error));
        return isParked ? 'parked' : 'overtaken';
      },
    },
    from,
    events,
  );
}

function writesOf(
  projection: Projection,
  events: readonly StoredEvent[],
): readonly ReadModelWrite[] {
  // V8 creates a literal among old objects once many have survived: all that it refers to would then survive too.
  const writes = Array.of<ReadModelWrite>();
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    for (const write of projectEvent(projection, event)) writes.push(write);
  }
  return writes;
}

import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import { isNewerEventError } from '../../events/newer-event.js';
import { projectEvent } from '../project-event.js';
import { skippedEvent } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import type { ReadModelWrite } from '../read-model.js';
import type { ProjectionFailure } from '../../ports/projection-store.js';
import type { RebuildPlan, RebuildStep } from '../../ports/rebuild-store.js';
import { isFaultOfEvents, type PageWork } from '../running/isolate-failing-event.js';
import { failureOf, whyOf } from '../running/projection-failure.js';

export interface RebuildPageDependencies {
  readonly plan: RebuildPlan;
  readonly advance: (step: RebuildStep) => Promise<boolean>;
  readonly park: (from: LogPosition | undefined, failure: ProjectionFailure) => Promise<boolean>;
}

/**
 * Folds events into the shadow of a plan. Every projection that handles an event's type processes it, in the plan's
 * order.
 */
export function rebuildPageWork({ plan, advance, park }: RebuildPageDependencies): PageWork {
  const step = (
    events: readonly StoredEvent[],
    from: LogPosition | undefined,
    writes: readonly ReadModelWrite[],
  ): Promise<boolean> =>
    advance({ plan, from, to: events.at(-1)?.position ?? '', events: events.length, writes });
  const take: PageWork['take'] = (events, from) =>
    step(
      events,
      from,
      events.flatMap((event) => writesOf(plan.projections, event)),
    );
  return {
    take,
    async giveUp(event, from, error) {
      if (isNewerEventError(error)) throw error;
      let fault = error;
      for (const skipping of waysToSkip(plan.projections, event)) {
        try {
          const writes = writesOf(plan.projections, event, { skipping, why: whyOf(error) });
          return (await step([event], from, writes)) ? 'passed' : 'overtaken';
        } catch (again) {
          if (!isFaultOfEvents(again)) throw again;
          fault = again;
        }
      }
      if (handling(plan.projections, event).length === 0) throw fault;
      return (await park(from, failureOf(event, fault))) ? 'parked' : 'overtaken';
    },
  };
}

/** The sets of projections to try to skip an event with: each single projection in order, then all that may skip. */
function waysToSkip(
  projections: readonly Projection[],
  event: StoredEvent,
): readonly (readonly Projection[])[] {
  const skippers = handling(projections, event).filter(({ onFailure }) => onFailure === 'skip');
  const alone = skippers.map((projection) => [projection]);
  return skippers.length > 1 ? [...alone, skippers] : alone;
}

function writesOf(
  projections: readonly Projection[],
  event: StoredEvent,
  skip?: { readonly skipping: readonly Projection[]; readonly why: string },
): readonly ReadModelWrite[] {
  return handling(projections, event).flatMap((projection) =>
    skip?.skipping.includes(projection) === true
      ? [skippedEvent(projection, event, skip.why)]
      : projectEvent(projection, event),
  );
}

function handling(projections: readonly Projection[], event: StoredEvent): readonly Projection[] {
  return projections.filter(({ handles }) => handles.includes(event.type));
}

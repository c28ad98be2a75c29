import type { LogPosition } from '../events/envelope.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite } from '../projections/read-model.js';
import type { ProjectionFailure } from './projection-store.js';

/** Projections that are rebuilt together: no other projection writes any of their models. */
export interface RebuildPlan {
  /** The projections' names in ascending order, joined by `+`. */
  readonly id: string;
  readonly projections: readonly Projection[];
}

/** A rebuild under way. */
export interface RebuildState {
  readonly id: string;
  /** By projection: the version that is being built. */
  readonly versions: Readonly<Record<string, number>>;
  /** How far the shadow is; undefined at the start. */
  readonly position: LogPosition | undefined;
  /** Events folded so far. */
  readonly events: number;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly startedAt: string;
  readonly movedAt: string;
  /** Where it stands still. */
  readonly parked: (ProjectionFailure & { readonly parkedAt: string }) | undefined;
}

/** One step of a rebuild. */
export interface RebuildStep {
  readonly plan: RebuildPlan;
  readonly from: LogPosition | undefined;
  readonly to: LogPosition;
  /** How many events it folds. */
  readonly events: number;
  readonly writes: readonly ReadModelWrite[];
}

/**
 * Builds read models anew in a shadow beside those that are read, then puts it in their place. Until then nobody
 * notices: readers see the old rows, inline projections write them, asynchronous ones move on.
 */
export interface RebuildStore {
  /**
   * Starts a rebuild with an empty shadow, or finds the one under way, wherever it was begun, and lets it go on if
   * it is parked. One under way for other versions or models is thrown away and begun anew.
   */
  begin(plan: RebuildPlan): Promise<RebuildState>;
  /**
   * Applies writes to the shadow and moves its position, in one transaction; writes to models outside the plan go to
   * those themselves. False, with nothing changed, where it is not at `from` any more, parked or gone.
   */
  advance(step: RebuildStep): Promise<boolean>;
  /**
   * Puts the shadow in place, in one transaction: holds appends back, folds into the shadow what inline projections
   * owe to events behind `from`, keeps the operational columns of rows that exist in both, swaps, and sets versions and
   * checkpoints. Parked projections of the plan go on. `behind`, with nothing changed, where more is missing than
   * appends may wait for: advance, and ask again. `overtaken` where the shadow is not at `from` any more, or gone.
   * Rejects with a retryable PortError where readers or writers would not let go in time.
   */
  finish(
    plan: RebuildPlan,
    from: LogPosition | undefined,
  ): Promise<'done' | 'behind' | 'overtaken'>;
  /** Has the rebuild stand still, if it is at `from`; says whether it was. */
  park(
    plan: RebuildPlan,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean>;
  /** Throws a rebuild away with its shadow; says whether there was one. */
  discard(id: string): Promise<boolean>;
  /** The rebuilds under way, by id. */
  list(): Promise<readonly RebuildState[]>;
}

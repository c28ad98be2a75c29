import type { LogPosition } from '../events/log-position.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite } from '../projections/read-model.js';
import type { ProjectionFailure } from './projection-store.js';

/** Projections that are rebuilt together: no other projection writes any of their models. */
export interface RebuildPlan {
  /** The projections' names in ascending order, joined by `+`. */
  readonly id: string;
  readonly projections: readonly Projection[];
}

/** A rebuild in progress. */
export interface RebuildState {
  readonly id: string;
  /** By projection: the version that is being built. */
  readonly versions: Readonly<Record<string, number>>;
  /** The log position up to which the shadow is built; undefined at the start. */
  readonly position: LogPosition | undefined;
  /** Events folded so far. */
  readonly events: number;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly startedAt: string;
  readonly movedAt: string;
  /** The event at which it is parked; undefined if it is not parked. */
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
 * Rebuilds read models in a shadow table beside the live one, then swaps the two. Until the swap, readers and writers
 * are not affected: readers see the old rows, inline projections write them, and asynchronous projections advance.
 */
export interface RebuildStore {
  /**
   * Starts a rebuild with an empty shadow, or returns the one in progress, whichever process started it, and resumes
   * it if it is parked. A rebuild in progress for other versions or models is discarded and started over.
   */
  begin(plan: RebuildPlan): Promise<RebuildState>;
  /**
   * Applies writes to the shadow and moves its position, in one transaction. Writes to models outside the plan go to
   * their live tables. Returns false and changes nothing if the shadow is no longer at `from`, or the rebuild is
   * parked or gone.
   */
  advance(step: RebuildStep): Promise<boolean>;
  /**
   * Swaps the shadow in, in one transaction. Blocks appends, folds into the shadow the inline projections' changes
   * for events after `from`, keeps the operational columns of rows that exist in both tables, swaps, and sets
   * versions and checkpoints. Parked projections of the plan resume.
   *
   * - `behind`, with nothing changed: more events are missing than appends may wait for. Advance, then call it again.
   * - `overtaken`: the shadow is no longer at `from`, or gone.
   *
   * Rejects with a retryable PortError if readers or writers do not release their locks in time.
   */
  finish(
    plan: RebuildPlan,
    from: LogPosition | undefined,
  ): Promise<'done' | 'behind' | 'overtaken'>;
  /** Parks the rebuild if it is at `from`; returns whether it did. */
  park(
    plan: RebuildPlan,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean>;
  /** Discards a rebuild with its shadow; returns whether there was one. */
  discard(id: string): Promise<boolean>;
  /** Lists the rebuilds in progress, by id. */
  list(): Promise<readonly RebuildState[]>;
}

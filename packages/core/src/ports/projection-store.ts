import type { LogPosition } from '../events/log-position.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModelWrite } from '../projections/read-model.js';

/** One step of an asynchronous projection. */
export interface ProjectionStep {
  readonly projection: Projection;
  /** The checkpoint the step starts from; undefined for the start of the log. */
  readonly from: LogPosition | undefined;
  readonly to: LogPosition;
  readonly writes: readonly ReadModelWrite[];
}

/** The event at which a projection failed. */
export interface ProjectionFailure {
  readonly eventId: string;
  readonly eventType: string;
  readonly position: LogPosition;
  /** The cause, one line for a person. */
  readonly detail: string;
}

/** A projection as the store knows it. */
export interface ProjectionState {
  readonly name: string;
  /**
   * The version that made its rows; 0 for an inline projection that was added after the log had events and was never
   * built.
   */
  readonly version: number;
  readonly mode: Projection['mode'];
  /** The checkpoint of an asynchronous projection; undefined before its first step, and for inline projections. */
  readonly position: LogPosition | undefined;
  /** When its checkpoint last moved or it was last built, by the store's clock: RFC 3339 text in UTC. */
  readonly movedAt: string;
  /** The event at which it is parked; undefined if it is not parked. */
  readonly parked: (ProjectionFailure & { readonly parkedAt: string }) | undefined;
}

/**
 * Keeps the rows and checkpoints of asynchronous projections.
 *
 * When a store opens with a projection that it does not know, it registers the projection at the projection's own
 * version. In two cases it registers version 0, so that the projection must be rebuilt: an inline projection whose
 * events are in the log already, and an asynchronous one that was retired and left rows.
 *
 * Rows of a lower version stay as they are until a rebuild. Opening with a lower version than that of the rows
 * rejects with a PortError.
 */
export interface ProjectionStore {
  /**
   * The checkpoint from which `projection` resumes; undefined before its first step, and if its rows are of another
   * version.
   */
  checkpoint(projection: Projection): Promise<LogPosition | undefined>;
  /**
   * Applies the writes in order and moves the checkpoint, in one transaction. Returns false and changes nothing if
   * the checkpoint is no longer `from`, the rows are of another version, or the projection is parked.
   * Rejects with a PortError, `rejected`, if a write does not fit its model.
   */
  advance(step: ProjectionStep): Promise<boolean>;
  /** Lists every projection that has rows in this store or that it was opened with, by name. */
  states(): Promise<readonly ProjectionState[]>;
  /** Parks the projection at its checkpoint if that is `from`; returns whether it did. */
  park(
    projection: Projection,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean>;
  /** Resumes a parked projection; returns whether it was parked. */
  resume(name: string): Promise<boolean>;
  /** Forgets a projection that no program runs any more, so that processes without it can append. Its rows stay. */
  retire(name: string): Promise<boolean>;
}

import type { LogPosition } from '../events/envelope.js';
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

/** The event that a projection could not take. */
export interface ProjectionFailure {
  readonly eventId: string;
  readonly eventType: string;
  readonly position: LogPosition;
  /** What was wrong, one line for a person. */
  readonly detail: string;
}

/** A projection as the store knows it. */
export interface ProjectionState {
  readonly name: string;
  /** The version that made its rows; 0 for an inline one that is younger than the log and was never built. */
  readonly version: number;
  readonly mode: Projection['mode'];
  /** How far an asynchronous one is; undefined before its first step, and for inline ones. */
  readonly position: LogPosition | undefined;
  /** When it was last moved or built, by the store's clock: RFC 3339 text in UTC. */
  readonly movedAt: string;
  /** Where it stands still. */
  readonly parked: (ProjectionFailure & { readonly parkedAt: string }) | undefined;
}

/**
 * Keeps what asynchronous projections have made and how far they are. A store that is opened with a projection it does
 * not know takes it in at its own version; at version 0, to be rebuilt, an inline one with events in the log already, and
 * an asynchronous one that was retired and has left rows. What was made by a lower version stays as it is until a
 * rebuild; opening with a lower version than the rows' rejects with a PortError.
 */
export interface ProjectionStore {
  /** Where `projection` goes on; undefined before its first step, and where its rows are of another version. */
  checkpoint(projection: Projection): Promise<LogPosition | undefined>;
  /**
   * Applies the writes in order and moves the checkpoint, in one transaction. False, with nothing changed, where the
   * checkpoint is not `from` any more, the rows are of another version, or the projection is parked.
   * Rejects with a PortError, `rejected`, where a write does not fit its model.
   */
  advance(step: ProjectionStep): Promise<boolean>;
  /** Every projection that has rows here or was opened with, by name. */
  states(): Promise<readonly ProjectionState[]>;
  /** Has the projection stand still at its checkpoint, if that is `from`; says whether it was. */
  park(
    projection: Projection,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean>;
  /** Lets a parked projection go on; says whether it was parked. */
  resume(name: string): Promise<boolean>;
  /** Forgets a projection that no program has any more, so that appends need not know it; its rows stay. */
  retire(name: string): Promise<boolean>;
}

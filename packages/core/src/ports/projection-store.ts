import type { LogPosition } from '../events/envelope.js';
import type { Projection } from '../eventsourcing/projection.js';
import type { ReadModelWrite } from '../eventsourcing/read-model.js';

/** One step of an asynchronous projection. */
export interface ProjectionStep {
  readonly projection: Projection;
  /** The checkpoint the step starts from; undefined for the start of the log. */
  readonly from: LogPosition | undefined;
  readonly to: LogPosition;
  readonly writes: readonly ReadModelWrite[];
}

/** Keeps what asynchronous projections have made and how far they are. */
export interface ProjectionStore {
  /** Where `projection` goes on; undefined before its first step. */
  checkpoint(projection: Projection): Promise<LogPosition | undefined>;
  /**
   * Applies the writes in order and moves the checkpoint, in one transaction. False, with nothing
   * changed, where the checkpoint is not `from` any more: another process took the step.
   */
  advance(step: ProjectionStep): Promise<boolean>;
}

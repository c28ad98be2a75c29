import type { EventEnvelope } from '../events/envelope.js';
import type { ReadModel, ReadModelWrite } from './read-model.js';

/** Folds events into read models: data in, changes out, nothing else touched. */
export interface Projection {
  /** Unique; names its checkpoint. */
  readonly name: string;
  /** Raised whenever the same events would give other rows; a store that holds an older one rebuilds. */
  readonly version: number;
  /**
   * `inline`: written in the transaction of each append, one event at a time seeing no other row; its writes
   * must not depend on the order between streams, and touch no row that many streams share.
   * `async`: follows the log with its own checkpoint.
   */
  readonly mode: 'inline' | 'async';
  /** The models it writes; an event is projected by every projection that handles its type. */
  readonly models: readonly ReadModel[];
  readonly handles: readonly string[];
  /**
   * What becomes of an event that `project` throws for, or, asynchronous, whose changes do not fit their models.
   * `park`, the default: nothing of it is projected and the projection stands still until somebody resumes it;
   * inline, the append is refused. `skip`: a row of `projection_failures` says so, and the projection goes on.
   * An inline change that does not fit its model always refuses the append.
   */
  readonly onFailure?: 'park' | 'skip';
  /** The changes that one event makes. Pure; the same event always gives the same changes. */
  project(event: EventEnvelope): readonly ReadModelWrite[];
}

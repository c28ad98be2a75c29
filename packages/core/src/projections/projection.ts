import type { EventEnvelope } from '../events/envelope.js';
import type { ReadModel, ReadModelWrite } from './read-model.js';

/** Folds events into read models. Pure: it returns changes and has no other effect. */
export interface Projection {
  /** Unique; names its checkpoint. */
  readonly name: string;
  /**
   * Increase it whenever the same events would give other rows. A store that holds rows of a lower version rebuilds
   * them.
   */
  readonly version: number;
  /**
   * `inline`: written in the transaction of each append, one event at a time, without access to other rows. Its
   * writes must not depend on the order between streams and must not touch a row that many streams share.
   * `async`: follows the log with its own checkpoint.
   */
  readonly mode: 'inline' | 'async';
  /** The models it writes; an event is projected by every projection that handles its type. */
  readonly models: readonly ReadModel[];
  readonly handles: readonly string[];
  /**
   * What happens if `project` throws for an event, or if the changes of an asynchronous projection do not fit their
   * models.
   *
   * - `park` (default): nothing of the event is projected. An asynchronous projection is parked until an operator
   *   resumes it; an inline projection rejects the append.
   * - `skip`: the event is recorded in `projection_failures` and skipped.
   *
   * An inline change that does not fit its model always rejects the append.
   */
  readonly onFailure?: 'park' | 'skip';
  /** The changes that one event makes. Pure; the same event always gives the same changes. */
  project(event: EventEnvelope): readonly ReadModelWrite[];
}

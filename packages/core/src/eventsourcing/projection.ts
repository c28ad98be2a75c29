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
  /** The changes that one event makes. Pure; the same event always gives the same changes. */
  project(event: EventEnvelope): readonly ReadModelWrite[];
}

import type { EventEnvelope } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import type { ReadModel, Row } from './read-model.js';

/** What an event makes of one row. */
export interface RowStep {
  readonly model: string;
  readonly key: Row;
  /** The row's columns afterwards, of the row as it was; undefined where it stays so. Pure. */
  readonly next: (row: Row | undefined) => Row | undefined;
}

/**
 * Read models that no projection writes: who appends the events writes their rows in the same transaction, under a
 * lock that orders those who change a row. So what an event makes of a row may depend on the row, and many events may
 * share one. There is nothing to follow and nothing to rebuild; what the log makes of them is said here.
 */
export interface DerivedModels {
  readonly models: readonly ReadModel[];
  readonly handles: readonly string[];
  /**
   * What becomes of the rows that one event changes, at most one step for each. Pure. A step sees no row but its own, so that
   * a part of the rows can be folded without the others; one that throws, or whose values do not fit, changes nothing.
   */
  steps(event: EventEnvelope): readonly RowStep[];
}

/** The same models, shown every event in the version of its schema that is current now. */
export function upcastDerivedModels(
  registry: EventRegistry,
  derived: DerivedModels,
): DerivedModels {
  return { ...derived, steps: (event) => derived.steps(upcastEvent(registry, event)) };
}

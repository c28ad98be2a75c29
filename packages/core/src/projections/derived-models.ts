import type { EventEnvelope } from '../events/envelope.js';
import { upcastEvent, type EventRegistry } from '../events/event-registry.js';
import type { ReadModel, Row } from './read-model.js';

/** The change that one event makes to one row. */
export interface RowStep {
  readonly model: string;
  readonly key: Row;
  /**
   * Returns the row's new columns from the current row, `deleted` if it exists no more, or undefined if the event does
   * not change it. Pure.
   */
  readonly next: (row: Row | undefined) => Row | 'deleted' | undefined;
}

/**
 * Read models that no projection writes. The writer that appends the events also writes their rows, in the same
 * transaction and under a lock that orders the writers of a row. A change may therefore depend on the current row,
 * and many events may share one row. These models are neither followed nor rebuilt; this interface states which rows
 * the log yields.
 */
export interface DerivedModels {
  readonly models: readonly ReadModel[];
  readonly handles: readonly string[];
  /**
   * The changes that one event makes, at most one step for each row. Pure. A step sees only its own row, so that a
   * part of the rows can be folded without the others. A step that throws, or whose values do not fit, changes
   * nothing.
   */
  steps(event: EventEnvelope): readonly RowStep[];
}

/** Wraps the models so that they receive every event in the current version of its schema. */
export function upcastDerivedModels(
  registry: EventRegistry,
  derived: DerivedModels,
): DerivedModels {
  return { ...derived, steps: (event) => derived.steps(upcastEvent(registry, event)) };
}

import type { DomainEvent } from '../events/event-definition.js';
import type { EventEnvelope } from '../events/envelope.js';
import { projectionFailuresModel } from '../projections/projection-failures.js';
import type { Projection } from '../projections/projection.js';
import type { ReadModel, Row } from '../projections/read-model.js';
import { RowTables, toRowKey } from '../projections/rows/index.js';
import { describeError, unmatched, type ErrorMatcher } from './error-matcher.js';
import { describeDifferences, findDifferences } from './find-differences.js';
import { foldThroughProjections } from './fold-through-projections.js';
import { SpecificationError } from './specification-error.js';

/** An event as a projection receives it; absent metadata is filled in. */
export type SpecEvent = DomainEvent & Partial<Omit<EventEnvelope, 'type' | 'data'>>;

/** Specifies which rows events yield. */
export interface ProjectionSpec {
  /** The events of the log, in order. An event with the id of an earlier one is its redelivery, and dropped. */
  given(events: readonly SpecEvent[]): ProjectionGiven;
}

/** Projections behind a log. */
export interface ProjectionGiven {
  /**
   * Throws if a named model does not have exactly these rows, in any order; a column that a row leaves out has its
   * default, or null. Also throws if a projection is not pure, changes an event, writes a model that it does not
   * declare, handles no given event, or gives other rows when every event is delivered twice.
   */
  then(rows: Readonly<Record<string, readonly Row[]>>): void;
  /** Throws if every event can be projected, or if one fails with an error that no matcher recognises. */
  thenFails(...matchers: readonly ErrorMatcher[]): void;
}

/** The specification of projections that are fed together. */
export function specForProjections(projections: readonly Projection[]): ProjectionSpec {
  return {
    given(given) {
      const events = given.map(toEnvelope);
      const fold = (log: readonly EventEnvelope[]): RowTables =>
        foldThroughProjections(projections, log);
      return {
        then(rows) {
          const tables = fold(events);
          for (const [model, expected] of Object.entries(rows)) {
            assertRows(modelOf(projections, model), expected, tables);
          }
          assertSameEnd(projections, tables, fold(events.flatMap((event) => [event, event])));
          assertSameEnd(projections, tables, fold([...events, ...events]));
        },
        thenFails: (...matchers) => assertFailure(() => fold(events), matchers),
      };
    },
  };
}

// Above every version of every schema: events are given as projections see them, and need no upcasting.
const currentVersion = Number.MAX_SAFE_INTEGER;

function toEnvelope(event: SpecEvent, index: number): EventEnvelope {
  return {
    id: `event-${String(index + 1)}`,
    schemaVersion: currentVersion,
    time: '2026-02-03T14:30:00.000Z',
    origin: 'command',
    ...event,
  };
}

function modelOf(projections: readonly Projection[], name: string): ReadModel {
  const models = [...projections.flatMap(({ models: own }) => own), projectionFailuresModel];
  const model = models.find((known) => known.name === name);
  if (model !== undefined) return model;
  const known = models.map((each) => each.name).join(', ');
  throw new RangeError(`No projection of this specification writes ${name}, only ${known}.`);
}

function assertRows(model: ReadModel, expected: readonly Row[], tables: RowTables): void {
  const wanted = new RowTables([model]);
  for (const row of expected) {
    const unknown = Object.keys(row).filter((column) => !Object.hasOwn(model.columns, column));
    if (unknown.length > 0) throw new RangeError(`${model.name} has no ${unknown.join(', ')}.`);
    wanted.apply([{ op: 'insert', model: model.name, row }]);
  }
  if (wanted.table(model.name).size < expected.length) {
    throw new RangeError(`Two of the rows that ${model.name} should have share a key.`);
  }
  assertSameRows(model, wanted, tables, `${model.name} has other rows`);
}

function assertSameEnd(
  projections: readonly Projection[],
  once: RowTables,
  twice: RowTables,
): void {
  for (const { models } of projections) {
    for (const model of models) {
      assertSameRows(model, once, twice, `${model.name} ends elsewhere when events come twice`);
    }
  }
}

function assertSameRows(
  model: ReadModel,
  expected: RowTables,
  actual: RowTables,
  message: string,
): void {
  const differences = findDifferences(byKey(model, expected), byKey(model, actual));
  if (differences.length === 0) return;
  throw new SpecificationError(`${message}:${describeDifferences(differences)}`, {
    expected: rowsIn(model, expected),
    actual: rowsIn(model, actual),
  });
}

function rowsIn({ name }: ReadModel, tables: RowTables): readonly Row[] {
  return tables.scan(name, { limit: tables.table(name).size });
}

/** Rows under names of theirs, so that one row too many is told as that and not as a change of all behind it. */
function byKey(model: ReadModel, tables: RowTables): Readonly<Record<string, Row>> {
  const rows = rowsIn(model, tables).map(
    (row) => [`row ${toRowKey(model, row).text}`, row] as const,
  );
  return Object.fromEntries(rows);
}

function assertFailure(work: () => unknown, matchers: readonly ErrorMatcher[]): void {
  const error = errorOf(work);
  if (error === undefined) {
    const message = 'Every event can be projected.';
    throw new SpecificationError(message, { expected: 'an error', actual: 'none' });
  }
  const missing = unmatched(error, matchers);
  if (missing.length === 0) return;
  const [expected, actual] = [missing.join(', '), describeError(error)];
  const message = `An event fails by another error than ${expected}: ${actual}`;
  throw new SpecificationError(message, { expected, actual }, error);
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof SpecificationError) throw error;
    return error;
  }
}

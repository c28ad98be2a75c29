import type { StoredEvent } from '../../events/envelope.js';
import { UnstorableError } from '../../events/storable-json.js';
import type { DerivedModels, RowStep } from '../derived-models.js';
import { fittingWrites } from '../project-event.js';
import type { Projection } from '../projection.js';
import type { ReadModel, ReadModelWrite, Row } from '../read-model.js';
import {
  prepareChange,
  prepareWrite,
  toRowKey,
  type FindTable,
  type PreparedChange,
  type RowKey,
} from '../rows/index.js';
import { isInPart, type RowPart } from './row-part.js';

/** A change to a row of the part, checked. */
export interface PlannedWrite {
  readonly write: ReadModelWrite;
  readonly change: PreparedChange;
}

/** A change to a row of a derived model. It depends on the row, so it is known only when it is made. */
export interface PlannedStep {
  readonly step: RowStep;
  readonly key: RowKey;
}

/**
 * The changes of a projection to rows of this part; none if any change of the event, to whatever part, does not fit. If
 * the projection throws, its policy decides at run time; here the event yields no rows.
 */
export function planWrites(
  projection: Projection,
  event: StoredEvent,
  part: RowPart,
  tables: FindTable,
): readonly PlannedWrite[] {
  const planned = prepareAll(writesOf(projection, event), tables);
  return part.of === 1 ? planned : planned.filter(({ change }) => isInPart(change.key.text, part));
}

/**
 * The changes of a projection, as {@link planWrites} gives them; none if no row that it changes is one of those that are
 * asked for. Their values are read only if one is.
 */
export function planWritesTo(
  isAsked: (model: ReadModel, key: string) => boolean,
  projection: Projection,
  event: StoredEvent,
  tables: FindTable,
): readonly PlannedWrite[] {
  const writes = writesOf(projection, event);
  const isTouched = writes.some((write) => {
    const { model } = tables(write.model);
    const key = tryOrNothing(() => toRowKey(model, write.op === 'insert' ? write.row : write.key));
    return key !== undefined && isAsked(model, key.text);
  });
  return isTouched ? prepareAll(writes, tables) : [];
}

function prepareAll(writes: readonly ReadModelWrite[], tables: FindTable): readonly PlannedWrite[] {
  try {
    return writes.map((write) => ({
      write,
      change: prepareChange(tables(write.model).model, write),
    }));
  } catch (error) {
    if (error instanceof UnstorableError) return [];
    throw error;
  }
}

function writesOf(projection: Projection, event: StoredEvent): readonly ReadModelWrite[] {
  try {
    return fittingWrites(projection, event);
  } catch {
    return [];
  }
}

/** The steps of derived models to rows of this part. */
export function planSteps(
  derived: DerivedModels,
  event: StoredEvent,
  part: RowPart,
  tables: FindTable,
): readonly PlannedStep[] {
  const steps = tryOrNothing(() => derived.steps(event)) ?? [];
  return steps.flatMap((step) => {
    const { model } = tables(step.model);
    const key = tryOrNothing(() => toRowKey(model, step.key));
    return key === undefined || !isInPart(key.text, part) ? [] : [{ step, key }];
  });
}

/** The write of a step to the row as it is now, with what makes it; undefined if it changes nothing or does not fit. */
export function changeOfStep(
  { step, key }: PlannedStep,
  tables: FindTable,
): { readonly write: ReadModelWrite; readonly make: () => void } | undefined {
  return tryOrNothing(() => {
    const write = writeOf(step, key.columns, tables(step.model).get(key.text));
    return write && { write, make: prepareWrite(tables, write) };
  });
}

/** Writes only values that changed: the other columns of a row are in canonical form already. */
function writeOf(
  { model, next }: RowStep,
  key: Row,
  row: Row | undefined,
): ReadModelWrite | undefined {
  const columns = next(row);
  if (columns === undefined) return undefined;
  if (columns === 'deleted') return row === undefined ? undefined : { op: 'delete', model, key };
  if (row === undefined) return { op: 'insert', model, row: { ...columns, ...key } };
  const set = Object.entries(columns).filter(([name, value]) => value !== row[name]);
  return { op: 'update', model, key, set: Object.fromEntries(set) };
}

/**
 * A log may hold events that its writer would never write. Such an event yields no row, and the comparison reports
 * it.
 */
function tryOrNothing<Result>(attempt: () => Result): Result | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}

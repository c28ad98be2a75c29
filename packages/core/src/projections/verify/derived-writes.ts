import type { EventEnvelope } from '../../events/envelope.js';
import type { DerivedModels, RowStep } from '../derived-models.js';
import type { ReadModelWrite, Row } from '../read-model.js';
import { toRowKey, type RowTable } from '../rows/index.js';
import { isInPart, type RowPart } from './row-part.js';

/**
 * The changes that an event makes to rows of derived models, limited to the rows of this part, which `tableOf` holds.
 */
export function derivedWrites(
  derived: DerivedModels,
  event: EventEnvelope,
  part: RowPart,
  tableOf: (model: string) => RowTable,
): readonly ReadModelWrite[] {
  const writes: ReadModelWrite[] = [];
  for (const step of stepsOf(derived, event)) {
    const table = tableOf(step.model);
    const write = tryOrNothing(() => {
      const { text, columns } = toRowKey(table.model, step.key);
      return isInPart(text, part) ? writeOf(step, columns, table.get(text)) : undefined;
    });
    if (write !== undefined) writes.push(write);
  }
  return writes;
}

function stepsOf(derived: DerivedModels, event: EventEnvelope): readonly RowStep[] {
  return tryOrNothing(() => derived.steps(event)) ?? [];
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

/** Writes only values that changed: the other columns of a row are in canonical form already. */
function writeOf(
  { model, next }: RowStep,
  key: Row,
  row: Row | undefined,
): ReadModelWrite | undefined {
  const columns = next(row);
  if (columns === undefined) return undefined;
  if (row === undefined) return { op: 'insert', model, row: { ...columns, ...key } };
  const set = Object.entries(columns).filter(([name, value]) => value !== row[name]);
  return { op: 'update', model, key, set: Object.fromEntries(set) };
}

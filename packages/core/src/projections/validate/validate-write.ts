import { UnstorableError } from '../../events/storable-json.js';
import { shapeOf } from '../rows/model-shape.js';
import type { ColumnType, MirrorRow, ReadModel, ReadModelWrite, Row } from '../read-model.js';

const summable: readonly (ColumnType | undefined)[] = ['integer', 'decimal'];
const comparable: readonly (ColumnType | undefined)[] = ['integer', 'decimal', 'timestamp'];

/**
 * Refuses a change that does not fit its model by the names and types of its columns, whatever its values. Fields of an
 * inserted row may be more than the model has.
 *
 * @param modelOf finds a model by its name, or throws
 * @throws UnstorableError; the message says what does not fit.
 */
export function assertWriteFits(write: ReadModelWrite, modelOf: (name: string) => ReadModel): void {
  if (write.op === 'insert' || write.op === 'delete') return;
  const model = modelOf(write.model);
  switch (write.op) {
    case 'update':
      for (const column in write.set) assertColumn(model, column, 'set');
      return;
    case 'accumulate':
      assertAmounts(model, write.add, summable, 'added to');
      assertAmounts(model, write.max, comparable, 'raised');
      assertDisjoint(model, write.add, write.max);
      return;
    case 'mirror':
      assertMirror(model, modelOf(write.from), write);
  }
}

function assertAmounts(
  model: ReadModel,
  amounts: Row | undefined,
  types: readonly (ColumnType | undefined)[],
  done: string,
): void {
  for (const column in amounts) {
    const type = assertColumn(model, column, done);
    if (types.includes(type)) continue;
    throw new UnstorableError(`${model.name}.${column} is ${type}, which cannot be ${done}`);
  }
}

function assertDisjoint({ name }: ReadModel, add: Row | undefined, max: Row | undefined): void {
  if (max === undefined) return;
  for (const column in add) {
    if (Object.hasOwn(max, column)) {
      throw new UnstorableError(`${name}.${column} cannot be both added to and raised`);
    }
  }
}

function assertMirror(model: ReadModel, from: ReadModel, { columns }: MirrorRow): void {
  if (!hasSameKey(model, from)) {
    throw new UnstorableError(`${model.name} cannot mirror ${from.name}, which has another key`);
  }
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] ?? '';
    const type = assertColumn(model, column, 'copied');
    const own = from.columns[column];
    if (type !== own) {
      throw new UnstorableError(
        `${model.name}.${column} is ${type}; ${from.name}.${column} is ${own ?? 'no column'}`,
      );
    }
    if (columns.indexOf(column) < index) {
      throw new UnstorableError(`a mirror into ${model.name} names a column twice`);
    }
  }
}

function hasSameKey(model: ReadModel, from: ReadModel): boolean {
  return (
    model.key.length === from.key.length &&
    model.key.every(
      (column, index) =>
        column === from.key[index] && model.columns[column] === from.columns[column],
    )
  );
}

/** The type of a column outside the key. */
function assertColumn(model: ReadModel, column: string, done: string): ColumnType {
  const shape = shapeOf(model).byName.get(column);
  if (shape === undefined) throw new UnstorableError(`${model.name} has no column ${column}`);
  if (shape.isKey) {
    throw new UnstorableError(`${model.name}.${column} is a key column, which cannot be ${done}`);
  }
  return shape.type;
}

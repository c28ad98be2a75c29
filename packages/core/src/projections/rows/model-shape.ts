import type { ColumnType, ReadModel } from '../read-model.js';

/** A column, with what every change of a row needs to know of it. */
export interface ColumnShape {
  readonly name: string;
  readonly type: ColumnType;
  /** The model and the column, for messages. */
  readonly path: string;
  readonly isKey: boolean;
}

/** A read model in the form in which rows are made from it. */
export interface ModelShape {
  readonly columns: readonly ColumnShape[];
  readonly byName: ReadonlyMap<string, ColumnShape>;
  readonly key: readonly ColumnShape[];
  /** The key, for messages. */
  readonly keyPath: string;
  readonly operational: readonly string[];
}

const shapes = new WeakMap<ReadModel, ModelShape>();

/** The shape of a model. It is computed once, because several rows change with each event. */
export function shapeOf(model: ReadModel): ModelShape {
  const known = shapes.get(model);
  if (known !== undefined) return known;
  const shape = newShape(model);
  shapes.set(model, shape);
  return shape;
}

function newShape({ name, key, columns, operational = {} }: ReadModel): ModelShape {
  const shapeOfColumn = (column: string, type: ColumnType): ColumnShape => ({
    name: column,
    type,
    path: `${name}.${column}`,
    isKey: key.includes(column),
  });
  const all = Object.entries(columns).map(([column, type]) => shapeOfColumn(column, type));
  const byName = new Map(all.map((column) => [column.name, column]));
  return {
    columns: all,
    byName,
    key: key.map((column) => byName.get(column) ?? shapeOfColumn(column, 'text')),
    keyPath: `the key of ${name}`,
    operational: Object.keys(operational),
  };
}

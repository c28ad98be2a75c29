import type { ColumnType, ReadModel } from '@foldmart/core';
import { quoted } from '../connection/statement.js';

/** A column of a read model's table. */
export interface TableColumn {
  readonly name: string;
  readonly quoted: string;
  /** Names the column in errors: model and column. */
  readonly path: string;
  readonly type: ColumnType;
  /** The type in Postgres, as format_type writes it. */
  readonly sqlType: string;
}

/** A read model as a table. */
export interface ModelTable {
  readonly model: ReadModel;
  /** The table's name in its schema: the model's, or that of its shadow. */
  readonly relation: string;
  /** Qualified and quoted. */
  readonly name: string;
  readonly key: readonly TableColumn[];
  /** What events write, the key included. */
  readonly columns: readonly TableColumn[];
  readonly operational: readonly TableColumn[];
  /** Quoted; absent if rows are not numbered. */
  readonly arrival: string | undefined;
}

/** The types of columns in Postgres, as format_type writes them. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  json: 'jsonb',
};

/** The table of a model. Throws RangeError if its definition is no table's. */
export function modelTable(
  schema: string,
  model: ReadModel,
  relation: string = model.name,
): ModelTable {
  const toColumn = columnIn(model);
  const columns = Object.entries(model.columns).map(toColumn);
  const key = model.key.map((name) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined) throw new RangeError(`${model.name} has no key column ${name}.`);
    return column;
  });
  return {
    model,
    relation,
    name: `${quoted(schema)}.${quoted(relation)}`,
    key,
    columns,
    operational: Object.entries(model.operational ?? {}).map(toColumn),
    arrival: model.arrival === undefined ? undefined : quoted(model.arrival),
  };
}

/** The column with this name. Throws RangeError if the model has none. */
export function columnOf(table: ModelTable, name: string): TableColumn {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new RangeError(`${table.model.name} has no column ${name}.`);
  return column;
}

function columnIn(model: ReadModel): (column: readonly [string, ColumnType]) => TableColumn {
  return ([name, type]) => ({
    name,
    quoted: quoted(name),
    path: `${model.name}.${name}`,
    type,
    sqlType: sqlTypes[type],
  });
}

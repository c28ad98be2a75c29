import type { ColumnType, ReadModel } from '@foldmart/core';
import { quoted } from '../connection/statement.js';
import { reservedTableNames } from '../database-tables.js';
import { isShadowName } from './table-names.js';

/** A column of a read model's table. */
export interface TableColumn {
  readonly name: string;
  readonly quoted: string;
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
  /** Quoted; absent where rows are not numbered. */
  readonly arrival: string | undefined;
}

const identifier = /^[a-z_][a-z0-9_]{0,62}$/;

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  timestamp: 'timestamp with time zone',
  json: 'jsonb',
};

/**
 * Works out the table of a model that projections write. Throws RangeError where a name is none for a table, or the
 * library's own, or a key is no column.
 */
export function modelTable(
  schema: string,
  model: ReadModel,
  relation: string = model.name,
): ModelTable {
  const { name } = model;
  if (reservedTableNames.includes(name) || isShadowName(name)) {
    throw new RangeError(`A read model cannot be named ${name}: that table is the library's own.`);
  }
  return readableTable(schema, model, relation);
}

/** The same for a model that is only read, which may be in a table of the library's own. */
export function readableTable(
  schema: string,
  model: ReadModel,
  relation: string = model.name,
): ModelTable {
  assertNames(model);
  const columns = Object.entries(model.columns).map(tableColumn);
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
    operational: Object.entries(model.operational ?? {}).map(tableColumn),
    arrival: model.arrival === undefined ? undefined : quoted(model.arrival),
  };
}

/** The column of this name. Throws RangeError where the model has none. */
export function columnOf(table: ModelTable, name: string): TableColumn {
  const column = table.columns.find((each) => each.name === name);
  if (column === undefined) throw new RangeError(`${table.model.name} has no column ${name}.`);
  return column;
}

function tableColumn([name, type]: readonly [string, ColumnType]): TableColumn {
  return { name, quoted: quoted(name), type, sqlType: sqlTypes[type] };
}

function assertNames(model: ReadModel): void {
  const { name, columns, operational = {}, arrival, key } = model;
  const names = [name, ...Object.keys(columns), ...Object.keys(operational)];
  for (const each of arrival === undefined ? names : [...names, arrival]) {
    if (!identifier.test(each)) {
      throw new RangeError(`${JSON.stringify(each)} in read model ${name} is no name for a table.`);
    }
  }
  if (key.length === 0) throw new RangeError(`Read model ${name} has no key.`);
}

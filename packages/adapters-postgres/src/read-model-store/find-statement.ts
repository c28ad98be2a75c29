import type { ColumnValue, FindPlan, OrderColumn } from '@foldmart/core';
import { prepare, quoted, type Parameter, type Statement } from '../connection/statement.js';
import { encodeValue } from '../read-models/column-values.js';
import { sqlTypes, type ModelTable } from '../read-models/model-table.js';
import { selectColumns } from '../read-models/row-statements.js';

/** Cannot be the name of a read model's column. */
const branchNumber = '"Branch"';

/**
 * Selects the rows of a plan, for {@link decodeRow}. A page that starts after a row is a union of index ranges, one
 * for each number of leading columns that are equal to that row's. With null among the values, no row comparison can
 * express what comes after.
 */
export function findStatement(table: ModelTable, plan: FindPlan): Statement {
  const values: Parameter[] = [plan.limit];
  const given = conditionsOf(plan, values);
  const order = orderText(table, plan);
  const branches = branchesOf(plan, values).map((conditions) => [...given, ...conditions]);
  const [only = given] = branches;
  const text =
    branches.length > 1
      ? unionText(table, branches, order)
      : `SELECT ${selectColumns(table)} FROM ${table.name} t ${whereText(only)} ${order} LIMIT $1`;
  return { ...prepare(text), values };
}

function unionText(
  table: ModelTable,
  branches: readonly (readonly string[])[],
  order: string,
): string {
  const parts = branches.map(
    (conditions, nth) =>
      `(SELECT ${String(nth)} AS ${branchNumber}, t.* FROM ${table.name} t ${whereText(conditions)} ${order} LIMIT $1)`,
  );
  return `
    SELECT ${selectColumns(table)} FROM (${parts.join(' UNION ALL ')}) t
    ${order.replace('ORDER BY', `ORDER BY t.${branchNumber},`)} LIMIT $1`;
}

function conditionsOf({ equals, bounds, order }: FindPlan, values: Parameter[]): readonly string[] {
  const equalities = equals.map((each) => equalTo(each, each.value, values));
  const [first] = order;
  if (first === undefined) return equalities;
  const ranges = bounds.map(
    ({ operator, value }) => `${columnText(first)} ${operator} ${parameter(first, value, values)}`,
  );
  return [...equalities, ...ranges];
}

/** The ranges after the row that the page starts after, nearest first; one without conditions for the first page. */
function branchesOf(plan: FindPlan, values: Parameter[]): readonly (readonly string[])[] {
  const { order, after } = plan;
  if (after === undefined) return [[]];
  // The whole key is given: no row comes after the one row that has it.
  if (order.length === 0) return [['false']];
  return order.flatMap((_column, index) => {
    const nth = order.length - 1 - index;
    const same = (): readonly string[] =>
      order.slice(0, nth).map((column, place) => equalTo(column, after[place], values));
    return behind(plan, nth, values).map((condition) => [...same(), condition]);
  });
}

/** The ranges after the value of one column; empty if nothing comes after it. */
function behind(
  { order, after = [], isDescending }: FindPlan,
  nth: number,
  values: Parameter[],
): readonly string[] {
  const column = order[nth];
  const value = after[nth];
  if (column === undefined) return [];
  const text = columnText(column);
  if (value === null) return isDescending ? [] : [`${text} IS NOT NULL`];
  const operator = isDescending ? '<' : '>';
  const range = `${text} ${operator} ${parameter(column, value, values)}`;
  return isDescending && column.isNullable ? [range, `${text} IS NULL`] : [range];
}

function equalTo(
  column: Pick<OrderColumn, 'column' | 'type'>,
  value: ColumnValue,
  values: Parameter[],
): string {
  const text = columnText(column);
  return value === null ? `${text} IS NULL` : `${text} = ${parameter(column, value, values)}`;
}

/** As in the index: the primary key sorts null last, declared indexes sort it first. */
function orderText({ model }: ModelTable, { index, order, isDescending }: FindPlan): string {
  const isKey = index.map(({ column }) => column).join() === model.key.join();
  const direction = isDescending ? 'DESC' : 'ASC';
  const nulls = isDescending === isKey ? 'NULLS FIRST' : 'NULLS LAST';
  const columns = order.map((each) => `${columnText(each)} ${direction} ${nulls}`);
  return columns.length === 0 ? '' : `ORDER BY ${columns.join(', ')}`;
}

function whereText(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

function columnText({ column, type }: Pick<OrderColumn, 'column' | 'type'>): string {
  return `t.${quoted(column)}${type === 'text' ? ' COLLATE "C"' : ''}`;
}

function parameter(
  { column, type }: Pick<OrderColumn, 'column' | 'type'>,
  value: ColumnValue,
  values: Parameter[],
): string {
  const place = values.push(encodeValue({ type, path: column }, value));
  return `$${String(place)}::text::${sqlTypes[type]}`;
}

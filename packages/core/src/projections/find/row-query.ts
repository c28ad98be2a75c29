import type {
  ColumnOf,
  KeyColumnOf,
  OperationalOf,
  RowOf,
  WrittenTypes,
} from '../define/row-types.js';
import type { ReadModel, Row } from '../read-model.js';

/** Bounds for the values of a column. Rows in which it is null are out of any bounds. */
export interface ValueRange<Value> {
  readonly gt?: Value;
  readonly gte?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
}

/** The parts of every query, whatever its index. */
interface QueryParts<After> {
  /** Null comes first in ascending order, which is the default, and last in descending order. */
  readonly order?: 'ascending' | 'descending';
  /** The last row of the previous page. The page starts after it, even if the row no longer exists. */
  readonly after?: After;
  /** The largest number of rows to return, from 1. */
  readonly limit: number;
}

/** A query on a model whose columns the compiler does not know. */
interface LooseQuery extends QueryParts<Row> {
  readonly index: readonly string[];
  readonly where?: Row;
  readonly range?: ValueRange<unknown>;
}

type TypeOf<Model extends ReadModel, Column> = Column extends keyof Model['columns']
  ? Model['columns'][Column]
  : Column extends keyof OperationalOf<Model>
    ? OperationalOf<Model>[Column]
    : never;

type ValueOf<Model extends ReadModel, Column> =
  TypeOf<Model, Column> extends infer Type extends keyof WrittenTypes ? WrittenTypes[Type] : never;

type EqualTo<Model extends ReadModel, Columns extends string> = {
  readonly [Column in Columns]:
    ValueOf<Model, Column> | (Column extends KeyColumnOf<Model> ? never : null);
};

type Where<Model extends ReadModel, Columns extends string> = [Columns] extends [never]
  ? { readonly where?: Readonly<Record<string, never>> }
  : { readonly where: EqualTo<Model, Columns> };

/** Equality on the first columns of an index, and a range of the next one. */
type Conditions<
  Model extends ReadModel,
  Done extends string,
  Rest extends readonly string[],
> = Rest extends readonly [infer Next extends string, ...infer Others extends readonly string[]]
  ? | (Where<Model, Done> & { readonly range?: ValueRange<ValueOf<Model, Next>> })
    | Conditions<Model, Done | Next, Others>
  : Where<Model, Done> & { readonly range?: undefined };

type ReadColumnOf<Model extends ReadModel> =
  ColumnOf<Model> | (keyof OperationalOf<Model> & string);

/** The indexes that rows can be read by: those without the column of their arrival. */
type ReadIndexOf<Model extends ReadModel> = Model['key'] | NonNullable<Model['indexes']>[number];

type QueryBy<Model extends ReadModel, Index> = Index extends readonly string[]
  ? Index[number] extends ReadColumnOf<Model>
    ? Conditions<Model, never, Index> &
        QueryParts<
          Pick<RowOf<Model>, (Index[number] | KeyColumnOf<Model>) & keyof RowOf<Model>>
        > & { readonly index: Index }
    : never
  : never;

/**
 * Selects rows of a model by one of its indexes or by its key: equality (`where`) on the first columns of the index,
 * any number of them, and a `range` of the next one. The rows are ordered by the columns of the index after those of
 * `where`, then by the key.
 */
export type RowQuery<Model extends ReadModel> = string extends Model['name']
  ? LooseQuery
  : QueryBy<Model, ReadIndexOf<Model>>;

/** A query without its types, as stores read it. */
export type AnyRowQuery = LooseQuery;

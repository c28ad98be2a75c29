import type { ColumnType, ColumnTypes, ReadModel } from '../read-model.js';
import { assertReadModel } from '../validate/validate-read-model.js';
import type { WrittenTypes } from './row-types.js';

// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no columns are meant
type NoColumns = Readonly<Record<never, ColumnType>>;

/** The columns of some types. */
type ColumnsOf<Columns extends ColumnTypes, Type extends ColumnType> = {
  [Column in keyof Columns]: Columns[Column] extends Type ? Column : never;
}[keyof Columns] &
  string;

type Indexable = Exclude<ColumnType, 'json'>;

/** A read model whose columns the compiler knows. */
export interface TypedReadModel<
  Name extends string,
  Columns extends ColumnTypes,
  Key extends readonly string[],
  Defaulted extends keyof Columns & string,
  Operational extends ColumnTypes,
  Indexes extends readonly (readonly string[])[],
> extends ReadModel {
  readonly name: Name;
  readonly columns: Columns;
  readonly key: Key;
  readonly defaults?: { readonly [Column in Defaulted]: WrittenTypes[Columns[Column]] };
  readonly operational?: Operational;
  readonly indexes?: Indexes;
}

/**
 * Defines a read model: checks the definition and keeps its types, so that a typo in a column's name or a value of another
 * type does not compile in code that writes or reads its rows.
 *
 * @throws RangeError if a store would refuse the definition; the message says what to change.
 * @example
 * const loans = defineReadModel({
 *   name: 'loans',
 *   key: ['book'],
 *   columns: { book: 'text', reader: 'text', due_on: 'text' },
 *   indexes: [['reader', 'due_on']],
 * });
 */
export function defineReadModel<
  const Name extends string,
  const Columns extends ColumnTypes,
  const Key extends readonly ColumnsOf<Columns, 'text' | 'integer'>[],
  Defaulted extends Exclude<keyof Columns, Key[number]> & string = never,
  const Operational extends ColumnTypes = NoColumns,
  const Arrival extends string = never,
  const Indexes extends readonly (readonly (
    ColumnsOf<Columns, Indexable> | ColumnsOf<Operational, Indexable> | Arrival
  )[])[] = readonly [],
>(definition: {
  readonly name: Name;
  readonly key: Key;
  readonly columns: Columns;
  readonly defaults?: { readonly [Column in Defaulted]: WrittenTypes[Columns[Column]] };
  readonly indexes?: Indexes;
  readonly operational?: Operational;
  readonly arrival?: Arrival;
}): TypedReadModel<Name, Columns, Key, Defaulted, Operational, Indexes> {
  assertReadModel(definition);
  return definition;
}

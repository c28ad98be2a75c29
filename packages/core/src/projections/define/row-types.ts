import type { Json } from '../../events/envelope.js';
import type { ColumnType, ReadModel, Row } from '../read-model.js';

/** What may be written to a column, by its type. */
export interface WrittenTypes {
  readonly text: string;
  readonly integer: number;
  readonly decimal: string | number;
  readonly boolean: boolean;
  readonly timestamp: string;
  readonly json: Json;
}

interface ReadTypes extends WrittenTypes {
  readonly decimal: string;
}

/** Shows the columns of a computed type instead of its formula. */
type Flat<Type> = { readonly [Name in keyof Type]: Type[Name] };

/** A model whose definition does not tell its columns to the compiler. */
type IsLoose<Model extends ReadModel> = string extends Model['name'] ? true : false;

type TypeOf<
  Model extends ReadModel,
  Column extends PropertyKey,
> = Column extends keyof Model['columns'] ? Model['columns'][Column] : never;

type Written<Model extends ReadModel, Column extends PropertyKey> = WrittenTypes[TypeOf<
  Model,
  Column
>];

type Read<Type extends ColumnType> = ReadTypes[Type];

/** The columns that events write. */
export type ColumnOf<Model extends ReadModel> = keyof Model['columns'] & string;

/** The columns of the key. */
export type KeyColumnOf<Model extends ReadModel> = Model['key'][number];

type DefaultedOf<Model extends ReadModel> = keyof NonNullable<Model['defaults']>;
type OtherColumnOf<Model extends ReadModel> = Exclude<ColumnOf<Model>, KeyColumnOf<Model>>;
type NullableOf<Model extends ReadModel> = Exclude<OtherColumnOf<Model>, DefaultedOf<Model>>;
type SureColumnOf<Model extends ReadModel> = Exclude<ColumnOf<Model>, NullableOf<Model>>;
/** The operational columns, with their types. */
export type OperationalOf<Model extends ReadModel> = NonNullable<Model['operational']>;

/**
 * A row as it is read. Columns of the key, and those with a default, are never null in rows that typed writes have made. Until a
 * new version of the model is rebuilt, a column that it has gained reads as null all the same.
 */
export type RowOf<Model extends ReadModel> =
  IsLoose<Model> extends true
    ? Row
    : Flat<
        {
          readonly [Column in SureColumnOf<Model>]: Read<Model['columns'][Column] & ColumnType>;
        } & {
          readonly [Column in NullableOf<Model>]: Read<
            Model['columns'][Column] & ColumnType
          > | null;
        } & {
          readonly [Column in keyof OperationalOf<Model>]: Read<
            OperationalOf<Model>[Column] & ColumnType
          > | null;
        }
      >;

/** The key of a row. */
export type KeyOf<Model extends ReadModel> =
  IsLoose<Model> extends true
    ? Row
    : { readonly [Column in KeyColumnOf<Model>]: Written<Model, Column> };

type OrNull<Model extends ReadModel, Column extends PropertyKey> =
  Column extends DefaultedOf<Model> ? never : null;

/** A row to insert: the key, and whatever other columns there are values for. */
export type NewRowOf<Model extends ReadModel> =
  IsLoose<Model> extends true
    ? Row
    : Flat<
        KeyOf<Model> & {
          readonly [Column in OtherColumnOf<Model>]?:
            Written<Model, Column> | OrNull<Model, Column> | undefined;
        }
      >;

/** Columns to set. A column with a default cannot be set to null. */
export type ChangesOf<Model extends ReadModel> =
  IsLoose<Model> extends true
    ? Row
    : {
        readonly [Column in OtherColumnOf<Model>]?: Written<Model, Column> | OrNull<Model, Column>;
      };

/** The columns outside the key that are of one of these types. */
type ColumnsOfType<Model extends ReadModel, Type extends ColumnType> = {
  [Column in OtherColumnOf<Model>]: Model['columns'][Column] extends Type ? Column : never;
}[OtherColumnOf<Model>];

type Amounts<Model extends ReadModel, Type extends ColumnType> = {
  readonly [Column in ColumnsOfType<Model, Type>]?: Written<Model, Column>;
};

/** What to add to a row's columns, and what to raise them to. */
export type AmountsOf<Model extends ReadModel> =
  IsLoose<Model> extends true
    ? { readonly add?: Row; readonly max?: Row }
    : {
        readonly add?: Amounts<Model, 'integer' | 'decimal'>;
        readonly max?: Amounts<Model, 'integer' | 'decimal' | 'timestamp'>;
      };

/** The columns that can be copied from one model to another: of the same type, and never null if the copy may not be. */
export type MirroredColumn<From extends ReadModel, Model extends ReadModel> =
  IsLoose<From> extends true
    ? string
    : IsLoose<Model> extends true
      ? string
      : {
          [Column in OtherColumnOf<Model>]: Column extends OtherColumnOf<From>
            ? From['columns'][Column] extends Model['columns'][Column]
              ? Column extends NullableOf<Model> | SureColumnOf<From>
                ? Column
                : never
              : never
            : never;
        }[OtherColumnOf<Model>];

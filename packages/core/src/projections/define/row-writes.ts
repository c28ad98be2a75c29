import type { ReadModel, ReadModelWrite } from '../read-model.js';
import type { AmountsOf, ChangesOf, KeyOf, MirroredColumn, NewRowOf } from './row-types.js';

/** Inserts a row of this model. */
export interface InsertInto<Model extends ReadModel> {
  readonly op: 'insert';
  readonly model: Model['name'];
  readonly row: NewRowOf<Model>;
}

/** Updates a row of this model. */
export interface UpdateIn<Model extends ReadModel> {
  readonly op: 'update';
  readonly model: Model['name'];
  readonly key: KeyOf<Model>;
  readonly set: ChangesOf<Model>;
}

/** Accumulates in a row of this model. */
export type AccumulateIn<Model extends ReadModel> = AmountsOf<Model> & {
  readonly op: 'accumulate';
  readonly model: Model['name'];
  readonly key: KeyOf<Model>;
};

/** Mirrors columns into a row of this model. */
export interface MirrorInto<Model extends ReadModel> {
  readonly op: 'mirror';
  readonly from: string;
  readonly model: Model['name'];
  readonly key: KeyOf<Model>;
  readonly columns: readonly (keyof Model['columns'] & string)[];
}

/** Deletes a row of this model. */
export interface DeleteFrom<Model extends ReadModel> {
  readonly op: 'delete';
  readonly model: Model['name'];
  readonly key: KeyOf<Model>;
}

/** Any change to these models. */
export type WriteTo<Model extends ReadModel> = Model extends ReadModel
  ? string extends Model['name']
    ? ReadModelWrite
    : | InsertInto<Model>
      | UpdateIn<Model>
      | AccumulateIn<Model>
      | MirrorInto<Model>
      | DeleteFrom<Model>
  : never;

/** Adds a row, unless its key exists: see {@link InsertRow}. */
export function insertRow<Model extends ReadModel>(
  { name }: Model,
  row: NewRowOf<Model>,
): InsertInto<Model> {
  return { op: 'insert', model: name, row };
}

/** Sets columns of a row, if it exists: see {@link UpdateRow}. */
export function updateRow<Model extends ReadModel>(
  { name }: Model,
  key: KeyOf<Model>,
  set: ChangesOf<Model>,
): UpdateIn<Model> {
  return { op: 'update', model: name, key, set };
}

/** Adds to and raises columns of a row, and creates it if it is missing: see {@link AccumulateRow}. */
export function accumulateRow<Model extends ReadModel>(
  { name }: Model,
  key: KeyOf<Model>,
  amounts: AmountsOf<Model>,
): AccumulateIn<Model> {
  return { op: 'accumulate', model: name, key, ...amounts };
}

/** Copies columns between the rows of one key in two models, if both exist: see {@link MirrorRow}. */
export function mirrorRow<From extends ReadModel, Model extends ReadModel>(
  from: From,
  { name }: Model,
  key: KeyOf<Model> & KeyOf<From>,
  columns: readonly MirroredColumn<From, Model>[],
): MirrorInto<Model> {
  return { op: 'mirror', from: from.name, model: name, key, columns };
}

/** Deletes a row, if it exists: see {@link DeleteRow}. */
export function deleteRow<Model extends ReadModel>(
  { name }: Model,
  key: KeyOf<Model>,
): DeleteFrom<Model> {
  return { op: 'delete', model: name, key };
}

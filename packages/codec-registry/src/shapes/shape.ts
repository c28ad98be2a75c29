/** What a value of an event's data can be, as far as schemas of bodies can say it. `json` is any JSON value, sent as its text. */
export type Shape =
  | { readonly kind: 'string' | 'boolean' | 'integer' | 'number' | 'json' }
  | { readonly kind: 'array'; readonly items: NullableShape }
  | { readonly kind: 'map'; readonly values: NullableShape }
  | RecordShape;

export interface NullableShape {
  readonly shape: Shape;
  readonly isNullable: boolean;
}

/** An object with named fields, in the order in which the schema declares them. */
export interface RecordShape {
  readonly kind: 'record';
  readonly fields: readonly FieldShape[];
}

export interface FieldShape extends NullableShape {
  readonly name: string;
  readonly isOptional: boolean;
}

/** The field of a record; undefined if the shape is not known, is no record, or has no such field. */
export function fieldOf(shape: Shape | undefined, name: string): FieldShape | undefined {
  if (shape?.kind !== 'record') return undefined;
  return shape.fields.find((field) => field.name === name);
}

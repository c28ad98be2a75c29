import type { Type } from 'avsc';

/** A field of a record, as avsc describes it. Its own types leave most of it out. */
export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly defaultValue: () => unknown;
}

/** The parts of a type of avsc that conversions need; which of them a type has depends on `typeName`. */
export interface AvroType extends Pick<Type, 'isValid' | 'toBuffer' | 'fromBuffer'> {
  readonly typeName: string;
  readonly name: string | undefined;
  readonly branchName: string | undefined;
  readonly fields: readonly AvroField[];
  readonly itemsType: AvroType;
  readonly valuesType: AvroType;
  readonly types: readonly AvroType[];
}

export function isUnion({ typeName }: AvroType): boolean {
  return typeName.startsWith('union:');
}

/** Whether a value may be null. */
export function takesNull(type: AvroType): boolean {
  return type.typeName === 'null' || (isUnion(type) && type.types.some(takesNull));
}

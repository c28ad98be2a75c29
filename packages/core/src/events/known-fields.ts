/**
 * A type without index signatures, at every depth. The output of a loose schema has an index
 * signature, which would let any misspelled field compile.
 */
export type KnownFields<Value> = Value extends readonly unknown[]
  ? { readonly [Index in keyof Value]: KnownFields<Value[Index]> }
  : Value extends object
    ? {
        [Name in keyof Value as IsKnown<Name> extends true ? Name : never]: KnownFields<
          Value[Name]
        >;
      }
    : Value;

type IsKnown<Name> = string extends Name
  ? false
  : number extends Name
    ? false
    : symbol extends Name
      ? false
      : true;

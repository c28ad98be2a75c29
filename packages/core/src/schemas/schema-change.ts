/**
 * Whom a change of a schema breaks. `stored`: events that are in the log already may no longer fit. `readers`: programs
 * with the former schema may refuse what is written now.
 */
export type Broken = 'stored' | 'readers';

/** One difference between two schemas of the same version. */
export interface SchemaChange {
  /** The field, such as `data.items[].price`. */
  readonly path: string;
  /** What changed, as a phrase: `is required now`. */
  readonly what: string;
  /** Empty if the change is compatible. */
  readonly breaks: readonly Broken[];
}

/** Whether a change accepts less than before, accepts more, or neither only. */
export type Direction = 'narrower' | 'wider' | 'other';

const broken = {
  narrower: ['stored'],
  wider: ['readers'],
  other: ['stored', 'readers'],
} as const satisfies Record<Direction, readonly Broken[]>;

export function schemaChange(path: string, what: string, direction: Direction): SchemaChange {
  return { path, what, breaks: broken[direction] };
}

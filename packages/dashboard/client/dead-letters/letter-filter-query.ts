import type { Place } from '../state/location.js';

/** Conditions on letters; all must hold. */
export type LetterFilterValues = Readonly<
  Partial<Record<'group' | 'topic' | 'reason' | 'key', string>>
>;

const names = ['group', 'topic', 'reason', 'key'] as const;

/** The conditions in an address. */
export function filterIn(query: Place['query']): LetterFilterValues {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

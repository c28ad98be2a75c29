/** Selects the rows to fold: those whose keys fall into one of several parts. */
export interface RowPart {
  readonly nth: number;
  readonly of: number;
}

/** Keys with equal hashes cannot be separated, so dividing must have a limit. */
const mostParts = 2 ** 20;

/** All rows. */
export const wholePart: RowPart = { nth: 0, of: 1 };

/** Whether a part may be divided. */
export function isDivisible({ of }: RowPart): boolean {
  return of <= mostParts;
}

/** The parts that make up one. */
export function divide({ nth, of }: RowPart, count: number): readonly RowPart[] {
  return Array.from({ length: count }, (_, place) => ({ nth: nth + place * of, of: count * of }));
}

/** Whether a key, as its text, belongs to a part. Uses FNV-1a, which spreads keys that differ in their last digits. */
export function isInPart(key: string, { nth, of }: RowPart): boolean {
  if (of === 1) return true;
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % of === nth;
}

const largestNumber = 262_143;
/** Protobuf keeps 19000 to 19999 for itself. */
const reserved = { first: 19_000, count: 1_000 };

/**
 * The number of a field, derived from its name alone: the FNV-1a hash of the name, brought into 1 to 262143. So a field keeps its
 * number whatever is added, removed or moved around it.
 */
export function fieldNumber(name: string): number {
  const number = (fnv1a(name) % (largestNumber - reserved.count)) + 1;
  return number < reserved.first ? number : number + reserved.count;
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/** @throws RangeError if two names have the same number. */
export function assertNumbersDiffer(message: string, names: readonly string[]): void {
  const byNumber = new Map<number, string>();
  for (const name of names) {
    const number = fieldNumber(name);
    const other = byNumber.get(number);
    if (other !== undefined) {
      throw new RangeError(
        `The fields ${other} and ${name} of ${message} have the same number, ${String(number)}. Rename one in a new version of the event, or provide a .proto file with numbers of your own.`,
      );
    }
    byNumber.set(number, name);
  }
}

/** The name that `text` is probably meant to be; undefined if none is similar. */
export function similarName(text: string, names: readonly string[]): string | undefined {
  const wanted = text.toUpperCase();
  const ranked = names
    .filter((name) => hasSimilarLength(wanted, name.toUpperCase()))
    .map((name) => ({ name, distance: editDistance(wanted, name.toUpperCase()) }))
    .filter(({ name, distance }) => distance <= mostEdits(name))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}

/** Every start compares the whole environment with all settings, so most names are told apart without a table. */
function hasSimilarLength(wanted: string, name: string): boolean {
  return Math.abs(wanted.length - name.length) <= mostEdits(name);
}

function mostEdits(name: string): number {
  return name.length < 6 ? 1 : 2;
}

/** The number of characters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_value, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

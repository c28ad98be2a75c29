import type { Projection } from '../projection.js';
import type { ReadModelWrite } from '../read-model.js';

/**
 * What a lagging projection has not written yet in models that other projections write too. Until then, such a column
 * depends on which of them wrote first: a count that was mirrored before its target row existed is mirrored again
 * later.
 */
export class UnsettledRows {
  readonly #shared: ReadonlySet<string>;
  readonly #rows = new Map<string, Set<string>>();

  constructor(projections: readonly Projection[]) {
    const models = projections.flatMap((projection) => [
      ...new Set(projection.models.map(({ name }) => name)),
    ]);
    this.#shared = new Set(models.filter((name, index) => models.indexOf(name) !== index));
  }

  /** How many rows have pending changes. */
  get size(): number {
    return this.#rows.size;
  }

  /** Records a pending change to the row with this text as its key. */
  add(write: ReadModelWrite, key: string): void {
    if (!this.#shared.has(write.model)) return;
    const columns = this.#rows.get(rowName(write.model, key)) ?? new Set<string>();
    for (const column of columnsOf(write)) columns.add(column);
    this.#rows.set(rowName(write.model, key), columns);
  }

  /** Whether a row may be missing or present. */
  hasRow(model: string, key: string): boolean {
    return this.hasColumn(model, key, wholeRow);
  }

  /** Whether a column of a row may hold another value. */
  hasColumn(model: string, key: string, column: string): boolean {
    const columns = this.#rows.get(rowName(model, key));
    return columns !== undefined && (columns.has(wholeRow) || columns.has(column));
  }
}

/** Cannot be the name of a column. */
const wholeRow = '*';

function columnsOf(write: ReadModelWrite): readonly string[] {
  if (write.op === 'update') return Object.keys(write.set);
  return write.op === 'mirror' ? write.columns : [wholeRow];
}

function rowName(model: string, key: string): string {
  return `${model} ${key}`;
}

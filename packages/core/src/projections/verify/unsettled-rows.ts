import type { Projection } from '../projection.js';
import type { ReadModelWrite } from '../read-model.js';

/**
 * What a lagging projection has yet to write in models that others write too. Until it has, such a column depends on
 * which of them came first: a count that was copied before the row it belongs to came is copied again behind it.
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

  /** Notes a change that is still to come, to the row with this text as its key. */
  add(write: ReadModelWrite, key: string): void {
    if (!this.#shared.has(write.model)) return;
    const columns = this.#rows.get(rowName(write.model, key)) ?? new Set<string>();
    for (const column of columnsOf(write)) columns.add(column);
    this.#rows.set(rowName(write.model, key), columns);
  }

  /** Whether a row may be there or not. */
  hasRow(model: string, key: string): boolean {
    return this.hasColumn(model, key, wholeRow);
  }

  /** Whether a column of a row may hold something else. */
  hasColumn(model: string, key: string, column: string): boolean {
    const columns = this.#rows.get(rowName(model, key));
    return columns !== undefined && (columns.has(wholeRow) || columns.has(column));
  }
}

/** No column is called that. */
const wholeRow = '*';

function columnsOf(write: ReadModelWrite): readonly string[] {
  if (write.op === 'update') return Object.keys(write.set);
  return write.op === 'mirror' ? write.columns : [wholeRow];
}

function rowName(model: string, key: string): string {
  return `${model} ${key}`;
}

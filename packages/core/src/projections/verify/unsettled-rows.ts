import type { Projection } from '../projection.js';
import type { ReadModelWrite } from '../read-model.js';
import { FingerprintTable } from './fingerprint-table.js';

/**
 * What a lagging projection has not written yet in models that other projections write too. Until then, such a column
 * depends on which of them wrote first: a count that was mirrored before its target row existed is mirrored again
 * later.
 */
export class UnsettledRows {
  readonly #shared: ReadonlySet<string>;
  /** By the names of the model and the columns. */
  readonly #pending = new Map<string, PendingColumns>();

  constructor(projections: readonly Projection[]) {
    const models = projections.flatMap((projection) => [
      ...new Set(projection.models.map(({ name }) => name)),
    ]);
    this.#shared = new Set(models.filter((name, index) => models.indexOf(name) !== index));
  }

  /** How many fingerprints are kept. */
  get size(): number {
    return [...this.#pending.values()].reduce((sum, { keys }) => sum + keys.size, 0);
  }

  /** Records a pending change to the row with this text as its key. */
  add(write: ReadModelWrite, key: string): void {
    if (!this.#shared.has(write.model)) return;
    this.#pendingOf(write).keys.add(key, '');
  }

  /** Whether a row may be missing or present. */
  hasRow(model: string, key: string): boolean {
    return this.hasColumn(model, key, wholeRow);
  }

  /** Whether a column of a row may hold another value. */
  hasColumn(model: string, key: string, column: string): boolean {
    for (const pending of this.#pending.values()) {
      const { columns } = pending;
      if (pending.model !== model || !(columns.has(wholeRow) || columns.has(column))) continue;
      if (pending.keys.has(key)) return true;
    }
    return false;
  }

  #pendingOf(write: ReadModelWrite): PendingColumns {
    const columns = columnsOf(write);
    const name = `${write.model} ${columns.join()}`;
    const known = this.#pending.get(name);
    if (known !== undefined) return known;
    const pending = {
      model: write.model,
      columns: new Set(columns),
      keys: new FingerprintTable(),
    };
    this.#pending.set(name, pending);
    return pending;
  }
}

/** The rows of a model of which these columns are pending. */
interface PendingColumns {
  readonly model: string;
  readonly columns: ReadonlySet<string>;
  readonly keys: FingerprintTable;
}

/** Cannot be the name of a column. */
const wholeRow = '*';

function columnsOf(write: ReadModelWrite): readonly string[] {
  if (write.op === 'update') return Object.keys(write.set);
  return write.op === 'mirror' ? write.columns : [wholeRow];
}

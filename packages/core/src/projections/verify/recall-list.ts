import type { ReadModel, Row } from '../read-model.js';
import type { RowKey } from '../rows/index.js';
import type { HeldRows } from './held-rows.js';

const mostAtOnce = 2_000;

/** The released rows that are needed again, each once. Rows that were packed are taken back at once. */
export class RecallList {
  readonly #rows: HeldRows;
  readonly #keys = new Map<string, Map<string, Row>>();

  constructor(rows: HeldRows) {
    this.#rows = rows;
  }

  want(model: string, key: RowKey): void {
    if (this.#rows.isUnpacked(model, key)) return;
    if (!this.#rows.isReleased(model, key)) {
      this.#rows.unpack(model, key);
      return;
    }
    const keys = this.#keys.get(model) ?? new Map<string, Row>();
    this.#keys.set(model, keys.set(key.text, key.columns));
  }

  /** The keys by model, in lists of a bounded length. */
  *wanted(): Iterable<{ readonly model: ReadModel; readonly keys: readonly Row[] }> {
    for (const [name, keys] of this.#keys) {
      const { model } = this.#rows.stored(name);
      const all = [...keys.values()];
      for (let first = 0; first < all.length; first += mostAtOnce) {
        yield { model, keys: all.slice(first, first + mostAtOnce) };
      }
    }
  }
}

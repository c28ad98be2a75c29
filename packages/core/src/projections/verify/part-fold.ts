import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import type { AuditView } from '../../ports/audit-reader.js';
import type { DerivedModels } from '../derived-models.js';
import type { Projection } from '../projection.js';
import type { ReadModel } from '../read-model.js';
import { toRowKey } from '../rows/index.js';
import { canonicalText } from './canonical-text.js';
import { ExpectedRows, fingerprintsPerRow } from './expected-rows.js';
import { HeldRows } from './held-rows.js';
import { eventPages, rowPages } from './read-ahead.js';
import { isDivisible, isInPart, type RowPart } from './row-part.js';
import { StateHash, type Digest } from './state-hash.js';
import { StoredRows } from './stored-rows.js';

export const pageSize = 500;

/** The share of the rows at once that may be left when those that equal the store's are released, and the others packed. */
const mostLeft = 0.8;

/** The share of the rows at once that become objects before they are released or packed. */
const unpackedAtOnce = 0.1;

/** Rows may come faster at the end of the log than at its beginning: a part that is too large costs a fold. */
const reserve = 1.2;
const [fewestParts, mostPartsAtOnce] = [2, 16];

export interface PartFoldOptions {
  /** How many events the log has. */
  readonly events: number;
  readonly view: AuditView;
  readonly digest: Digest;
  readonly projections: readonly Projection[];
  readonly derived: readonly DerivedModels[];
  readonly models: readonly ReadModel[];
  readonly checkpoints: ReadonlyMap<string, LogPosition | undefined>;
  readonly wasSkipped: (projection: Projection, event: StoredEvent) => boolean;
  readonly rowsAtOnce: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** A part of the rows at the end of the log. */
export interface FoldedPart {
  readonly part: RowPart;
  readonly stored: StoredRows;
  readonly rows: HeldRows;
  readonly hash: StateHash;
  readonly expected: ExpectedRows;
}

/** A part that is too large to be held, and into how many it should be divided. */
export interface TooLargePart {
  readonly divideBy: number;
}

/** Folds the whole log into one part of the rows at a time. */
export class PartFold {
  readonly #options: PartFoldOptions;
  #folded = 0;

  constructor(options: PartFoldOptions) {
    this.#options = options;
  }

  /** `remaining` events are left to fold, as far as that is known. */
  async run(part: RowPart, remaining: number): Promise<FoldedPart | TooLargePart> {
    const { models, digest, view } = this.#options;
    const stored = await this.#readStored(part);
    if (stored === undefined) return { divideBy: fewestParts };
    const hash = new StateHash(digest);
    const rows = new HeldRows(models, stored, hash);
    const load = view.rows.bind(view);
    const expected = new ExpectedRows({ ...this.#options, part, rows, load });
    const tooLarge = await this.#foldInto(expected, rows, this.#folded + remaining, part);
    return tooLarge ?? { part, stored, rows, hash, expected };
  }

  async #readStored(part: RowPart): Promise<StoredRows | undefined> {
    const { models, view, rowsAtOnce, signal } = this.#options;
    const stored = new StoredRows(models);
    for (const model of models) {
      for await (const page of rowPages((range) => view.scan(model, range), pageSize)) {
        signal?.throwIfAborted();
        for (const row of page) {
          const { text } = toRowKey(model, row);
          if (isInPart(text, part)) stored.add(model, text, canonicalText(model, row));
        }
        if (stored.size > fingerprintsPerRow * rowsAtOnce && isDivisible(part)) return undefined;
      }
    }
    return stored;
  }

  async #foldInto(
    expected: ExpectedRows,
    rows: HeldRows,
    total: number,
    part: RowPart,
  ): Promise<TooLargePart | undefined> {
    const { view, rowsAtOnce, signal, onProgress } = this.#options;
    const before = this.#folded;
    signal?.throwIfAborted();
    for await (const events of eventPages(view, Math.min(pageSize, rowsAtOnce))) {
      await expected.take(events);
      this.#folded += events.length;
      onProgress?.({ events: this.#folded, total });
      signal?.throwIfAborted();
      if (rows.unpacked <= unpackedAtOnce * rowsAtOnce) continue;
      rows.release();
      if (expected.size > mostLeft * rowsAtOnce && isDivisible(part)) {
        return this.#tooLarge(expected.size, this.#folded - before);
      }
    }
    return undefined;
  }

  /** As many parts as fit if the rest of the log leaves rows as the events so far have. */
  #tooLarge(size: number, folded: number): TooLargePart {
    const { events, rowsAtOnce } = this.#options;
    const expected = (size * events) / folded;
    const parts = Math.ceil((reserve * expected) / (mostLeft * rowsAtOnce));
    return { divideBy: Math.min(Math.max(parts, fewestParts), mostPartsAtOnce) };
  }
}

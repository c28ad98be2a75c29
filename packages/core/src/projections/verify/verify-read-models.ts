import type { LogPosition } from '../../events/log-position.js';
import type { AuditReader, AuditView } from '../../ports/audit-reader.js';
import type { DerivedModels } from '../derived-models.js';
import { projectionFailuresModel } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import type { ReadModel } from '../read-model.js';
import { compareRows, type RowDifference } from './compare-rows.js';
import { FoundDifferences } from './found-differences.js';
import { pageSize, PartFold, type FoldedPart } from './part-fold.js';
import { rowPages } from './read-ahead.js';
import { divide, wholePart, type RowPart } from './row-part.js';
import { readSkippedEvents } from './skipped-events.js';
import { StateHash, type Digest } from './state-hash.js';

const defaultRowsAtOnce = 150_000;

export interface VerifyDependencies {
  readonly audit: AuditReader;
  /** SHA-256, in hexadecimal. */
  readonly digest: Digest;
}

export interface VerifyOptions {
  /** How many differences to list, in addition to their number; default 100. */
  readonly maxDifferences?: number;
  /** Read models that are derived from the log without a projection; none by default. */
  readonly derived?: readonly DerivedModels[];
  /** Tables beside the read models that are known to be there, and are not compared. */
  readonly allowedTables?: readonly string[];
  /**
   * About how many rows to hold at once, default 150,000. Only rows that differ from the store's are held; of the others
   * a fingerprint of 64 bits is kept, 20 times as many. A tenth of the rows may be objects. Beyond that, rows are packed
   * into bytes, of which 700 count as a row. For more, the log is folded several times, a part of the rows each. Memory
   * therefore depends on this number, not on the length of the log.
   */
  readonly rowsAtOnce?: number;
  readonly signal?: AbortSignal;
  /**
   * Called after every page. `total` counts an event each time it is folded, as far as that is known. Must not throw.
   */
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** The result for one read model. */
export interface VerifiedModel {
  readonly name: string;
  /** How many rows it has. */
  readonly rows: number;
  /** How many rows are missing, unexpected or different. */
  readonly differences: number;
}

/** The result of comparing the read models with the log. */
export interface Verification {
  /** Events in the log. */
  readonly events: number;
  /** A hash of all rows at the end of the log, the same whatever the order between streams: 64 hexadecimal digits. */
  readonly stateHash: string;
  readonly models: readonly VerifiedModel[];
  /** By model and key. */
  readonly differences: readonly RowDifference[];
  /** The number of differences, listed or not. */
  readonly differenceCount: number;
  /** Tables of the store that are neither one of `models` nor allowed: nothing is known about their rows. */
  readonly unknownTables: readonly string[];
  /** Asynchronous projections that have not seen the whole log yet, which is no difference. */
  readonly lagging: readonly { readonly name: string; readonly behind: number }[];
}

/**
 * Folds the whole log and compares every row of the projections' models and the derived models with the result, as of
 * one moment. Other processes may write during the verification. Operational and arrival columns are not compared,
 * nor events that projections have skipped and recorded. Rejects with the signal's reason if the signal aborts.
 */
export function verifyReadModels(
  { audit, digest }: VerifyDependencies,
  projections: readonly Projection[],
  options: VerifyOptions = {},
): Promise<Verification> {
  return audit.audit((view) => new ViewVerification(view, digest, projections, options).complete());
}

class ViewVerification {
  readonly #view: AuditView;
  readonly #hash: StateHash;
  readonly #projections: readonly Projection[];
  readonly #derived: readonly DerivedModels[];
  readonly #models: readonly ReadModel[];
  readonly #options: VerifyOptions;
  readonly #digest: Digest;
  readonly #rows = new Map<string, number>();
  readonly #found: FoundDifferences;

  constructor(
    view: AuditView,
    digest: Digest,
    projections: readonly Projection[],
    options: VerifyOptions,
  ) {
    this.#view = view;
    this.#digest = digest;
    this.#hash = new StateHash(digest);
    this.#projections = projections;
    this.#derived = options.derived ?? [];
    this.#models = modelsOf([...projections, ...this.#derived]);
    this.#options = options;
    this.#found = new FoundDifferences(this.#models, options.maxDifferences ?? 100);
  }

  async complete(): Promise<Verification> {
    const events = await this.#view.count();
    const behind = await this.#foldParts(events);
    return {
      events,
      stateHash: this.#hash.toString(),
      models: this.#models.map(({ name }) => ({
        name,
        rows: this.#rows.get(name) ?? 0,
        differences: this.#found.countOf(name),
      })),
      differences: this.#found.inOrder(),
      differenceCount: this.#found.count,
      unknownTables: await this.#unknownTables(),
      lagging: [...behind].map(([name, count]) => ({ name, behind: count })),
    };
  }

  /** Folds the whole, and divides what turns out to be too large. */
  async #foldParts(events: number): Promise<ReadonlyMap<string, number>> {
    const fold = new PartFold({
      ...this.#options,
      events,
      view: this.#view,
      digest: this.#digest,
      projections: this.#projections,
      derived: this.#derived,
      models: this.#models,
      checkpoints: await this.#checkpoints(),
      wasSkipped: await readSkippedEvents(this.#view),
      rowsAtOnce: this.#options.rowsAtOnce ?? defaultRowsAtOnce,
    });
    const parts: RowPart[] = [wholePart];
    let behind: ReadonlyMap<string, number> = new Map();
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const folded = await fold.run(part, events * (1 + parts.length));
      if ('divideBy' in folded) parts.unshift(...divide(part, folded.divideBy));
      else {
        await this.#compare(folded);
        behind = folded.expected.behind;
      }
    }
    return behind;
  }

  async #unknownTables(): Promise<readonly string[]> {
    const known = new Set([
      ...this.#models.map(({ name }) => name),
      ...(this.#options.allowedTables ?? []),
    ]);
    return (await this.#view.tables()).filter((table) => !known.has(table));
  }

  async #checkpoints(): Promise<ReadonlyMap<string, LogPosition | undefined>> {
    const checkpoints = new Map<string, LogPosition | undefined>();
    for (const projection of this.#projections) {
      if (projection.mode === 'inline') continue;
      checkpoints.set(projection.name, await this.#view.checkpoint(projection));
    }
    return checkpoints;
  }

  async #compare({ part, stored, rows, hash, expected }: FoldedPart): Promise<void> {
    rows.finish();
    this.#hash.merge(hash);
    for (const model of this.#models) {
      this.#options.signal?.throwIfAborted();
      this.#rows.set(model.name, (this.#rows.get(model.name) ?? 0) + stored.count(model));
      await compareRows({
        model,
        rows,
        stored,
        pages: () => rowPages((range) => this.#view.scan(model, range), pageSize),
        part,
        unsettled: expected.unsettled,
        onDifference: (difference) => this.#found.add(difference),
      });
    }
  }
}

/** Every model once, by name. */
function modelsOf(writers: readonly Pick<Projection, 'models'>[]): readonly ReadModel[] {
  const models = new Map(
    writers.flatMap(({ models: own }) => own.map((model) => [model.name, model] as const)),
  );
  models.delete(projectionFailuresModel.name);
  return [...models.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

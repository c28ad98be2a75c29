import type { LogPosition, StoredEvent } from '../../events/envelope.js';
import type { DerivedModels } from '../derived-models.js';
import { projectionFailuresModel } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import type { ReadModel } from '../read-model.js';
import { compareRowKeys } from '../rows/index.js';
import { StateHash, type Digest } from './state-hash.js';
import type { AuditReader, AuditView } from '../../ports/audit-reader.js';
import { compareRows, scanPages, type RowDifference } from './compare-rows.js';
import { ExpectedRows } from './expected-rows.js';
import { halvesOf, isDivisible, partsOf } from './row-part.js';

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
  /** About how many rows to hold at once; for more the log is folded several times, a part of the rows each. Default 500,000. */
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

const pageSize = 2_000;

class ViewVerification {
  readonly #view: AuditView;
  readonly #hash: StateHash;
  readonly #projections: readonly Projection[];
  readonly #derived: readonly DerivedModels[];
  readonly #models: readonly ReadModel[];
  readonly #options: VerifyOptions;
  readonly #rowsAtOnce: number;
  readonly #rows = new Map<string, number>();
  readonly #differenceCounts = new Map<string, number>();
  readonly #differences: RowDifference[] = [];
  #folded = 0;

  constructor(
    view: AuditView,
    digest: Digest,
    projections: readonly Projection[],
    options: VerifyOptions,
  ) {
    this.#view = view;
    this.#hash = new StateHash(digest);
    this.#projections = projections;
    this.#derived = options.derived ?? [];
    this.#models = modelsOf([...projections, ...this.#derived]);
    this.#options = options;
    this.#rowsAtOnce = options.rowsAtOnce ?? 500_000;
  }

  async complete(): Promise<Verification> {
    const events = await this.#view.count();
    const fold = {
      projections: this.#projections,
      derived: this.#derived,
      models: this.#models,
      checkpoints: await this.#checkpoints(),
      wasSkipped: await this.#skippedEvents(),
    };
    const parts = partsOf(Math.max(1, Math.ceil(events / this.#rowsAtOnce)));
    let behind: ReadonlyMap<string, number> = new Map();
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const expected = new ExpectedRows({ ...fold, part });
      if (await this.#foldInto(expected, this.#folded + events * (1 + parts.length))) {
        for (const model of this.#models) await this.#compare(model, expected);
        behind = expected.behind;
      } else parts.unshift(...halvesOf(part));
    }
    return {
      events,
      stateHash: this.#hash.toString(),
      models: this.#models.map(({ name }) => ({
        name,
        rows: this.#rows.get(name) ?? 0,
        differences: this.#differenceCounts.get(name) ?? 0,
      })),
      differences: this.#inOrder(),
      differenceCount: [...this.#differenceCounts.values()].reduce((sum, count) => sum + count, 0),
      unknownTables: await this.#unknownTables(),
      lagging: [...behind].map(([name, count]) => ({ name, behind: count })),
    };
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

  /** The events that were skipped and recorded: a store may reject a row for reasons of its own. */
  async #skippedEvents(): Promise<(projection: Projection, event: StoredEvent) => boolean> {
    const skipped = new Set<string>();
    const pages = scanPages((range) => this.#view.scan(projectionFailuresModel, range));
    for await (const page of pages) {
      for (const { projection, version, event_id } of page) {
        skipped.add(JSON.stringify([projection, version, event_id]));
      }
    }
    return ({ name, version }, { id }) =>
      skipped.size > 0 && skipped.has(JSON.stringify([name, version, id]));
  }

  /** Returns false if there are too many rows: one event may yield more than one row. */
  async #foldInto(expected: ExpectedRows, total: number): Promise<boolean> {
    for (let after: LogPosition | undefined; ;) {
      this.#options.signal?.throwIfAborted();
      const limit = pageSize;
      const page = await this.#view.readAll(after === undefined ? { limit } : { after, limit });
      for (const event of page.events) expected.take(event);
      this.#folded += page.events.length;
      this.#options.onProgress?.({ events: this.#folded, total });
      if (page.events.length < pageSize) return true;
      if (this.#isTooLarge(expected)) return false;
      after = page.next;
    }
  }

  #isTooLarge({ part, size }: ExpectedRows): boolean {
    return size > 2 * this.#rowsAtOnce && isDivisible(part);
  }

  async #compare(model: ReadModel, expected: ExpectedRows): Promise<void> {
    this.#options.signal?.throwIfAborted();
    for (const { row } of expected.final(model).entries()) this.#hash.add(model, row);
    const rows = await compareRows({
      model,
      expected: expected.stored(model),
      scan: (range) => this.#view.scan(model, range),
      part: expected.part,
      unsettled: expected.unsettled,
      onDifference: (difference) => this.#report(difference),
    });
    this.#rows.set(model.name, (this.#rows.get(model.name) ?? 0) + rows);
  }

  #report(difference: RowDifference): void {
    const { model } = difference;
    this.#differenceCounts.set(model, (this.#differenceCounts.get(model) ?? 0) + 1);
    if (this.#differences.length < (this.#options.maxDifferences ?? 100)) {
      this.#differences.push(difference);
    }
  }

  #inOrder(): readonly RowDifference[] {
    return this.#models.flatMap((model) =>
      this.#differences
        .filter((difference) => difference.model === model.name)
        .sort((one, other) => compareRowKeys(model, one.key, other.key)),
    );
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

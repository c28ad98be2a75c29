import { prepareWrite, RowTable, type ReadModelWrite } from '@foldmart/core';
import type { ModelCatalog } from './model-catalog.js';
import type { IdentifiedWrite } from './write-identity.js';

/**
 * Leaves out writes that later ones supersede, so that a row that changes often needs few stages: writes to a row
 * before its delete, and a mirror whose columns a later mirror to the same row copies again. A model that another
 * model mirrors from keeps all its copies.
 *
 * @throws UnstorableError if a write that is left out has values that do not fit.
 */
export function withoutSupersededWrites(
  writes: readonly IdentifiedWrite[],
  catalog: ModelCatalog,
): readonly IdentifiedWrite[] {
  const needsNone = !writes.some(({ write: { op } }) => op === 'mirror' || op === 'delete');
  if (needsNone) return writes;
  const later = new LaterWrites(writes, catalog);
  return writes
    .toReversed()
    .filter((write) => later.needs(write))
    .reverse();
}

/** The effects of the later writes; writes are visited from the last to the first. */
class LaterWrites {
  readonly #catalog: ModelCatalog;
  readonly #sources: ReadonlySet<string>;
  /** Rows that are deleted before anything reads them. */
  readonly #deleted = new Set<string>();
  /** By row: the mirrors that read or write it, up to its next delete. */
  readonly #mirrors = new Map<string, Set<string>>();

  constructor(writes: readonly IdentifiedWrite[], catalog: ModelCatalog) {
    this.#catalog = catalog;
    this.#sources = new Set(
      writes.flatMap(({ write }) => (write.op === 'mirror' ? [write.from] : [])),
    );
  }

  /** Whether the write has an effect in the end; records what it means for earlier writes. */
  needs({ write, row, source, signature }: IdentifiedWrite): boolean {
    if (this.#deleted.has(row)) {
      this.#check(write);
      return false;
    }
    if (write.op === 'delete') {
      this.#deleted.add(row);
      this.#mirrors.delete(row);
    }
    return source === undefined || this.#needsMirror(write.model, signature, [row, source]);
  }

  #needsMirror(model: string, signature: string, rows: readonly [string, string]): boolean {
    const isRepeated =
      !this.#sources.has(model) && rows.every((row) => this.#mirrors.get(row)?.has(signature));
    if (isRepeated) return false;
    this.#deleted.delete(rows[1]);
    for (const row of rows) {
      this.#mirrors.set(row, (this.#mirrors.get(row) ?? new Set()).add(signature));
    }
    return true;
  }

  #check(write: ReadModelWrite): void {
    prepareWrite((name) => new RowTable(this.#catalog.named(name).model), write);
  }
}

import { prepareWrite, RowTable, type MirrorRow, type ReadModelWrite } from '@foldmart/core';
import type { ModelCatalog } from './model-catalog.js';
import { changedRow, rowId, signatureOf } from './write-identity.js';

/**
 * Leaves out writes that later ones supersede, so that a row that changes often needs few stages: writes to a row
 * before its delete, and a mirror whose columns a later mirror to the same row copies again. A model that another
 * model mirrors from keeps all its copies.
 *
 * @throws UnstorableError if a write that is left out has values that do not fit.
 */
export function withoutSupersededWrites(
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
): readonly ReadModelWrite[] {
  const needsNone = !writes.some(({ op }) => op === 'mirror' || op === 'delete');
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

  constructor(writes: readonly ReadModelWrite[], catalog: ModelCatalog) {
    this.#catalog = catalog;
    this.#sources = new Set(writes.flatMap((write) => (write.op === 'mirror' ? [write.from] : [])));
  }

  /** Whether the write has an effect in the end; records what it means for earlier writes. */
  needs(write: ReadModelWrite): boolean {
    const row = changedRow(write, this.#catalog);
    if (this.#deleted.has(row)) {
      this.#check(write);
      return false;
    }
    if (write.op === 'delete') {
      this.#deleted.add(row);
      this.#mirrors.delete(row);
    }
    return write.op === 'mirror' ? this.#needsMirror(write, row) : true;
  }

  #needsMirror(write: MirrorRow, row: string): boolean {
    const source = rowId(write.from, write.key, this.#catalog);
    const identity = signatureOf(write);
    const isRepeated =
      !this.#sources.has(write.model) &&
      this.#mirrors.get(row)?.has(identity) === true &&
      this.#mirrors.get(source)?.has(identity) === true;
    if (isRepeated) return false;
    this.#deleted.delete(source);
    for (const each of [row, source]) {
      this.#mirrors.set(each, (this.#mirrors.get(each) ?? new Set()).add(identity));
    }
    return true;
  }

  #check(write: ReadModelWrite): void {
    prepareWrite((name) => new RowTable(this.#catalog.named(name).model), write);
  }
}

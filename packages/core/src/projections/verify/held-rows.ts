import type { ReadModel, Row } from '../read-model.js';
import { ofModel, RowTable, toRowKey, type RowKey } from '../rows/index.js';
import { canonicalText } from './canonical-text.js';
import { packRow, unpackRow, type RowStates } from './packed-row.js';
import { PackedTexts } from './packed-texts.js';
import type { StateHash } from './state-hash.js';
import type { StoredRows } from './stored-rows.js';

type Tables = ReadonlyMap<string, RowTable>;

/** How many bytes of packed rows take the memory of a row that is an object. */
const bytesPerRow = 700;

/**
 * The rows of a fold that are held in memory: those that differ from the store's, so far. A row that equals the
 * store's is released, and counted in the hash. It is recalled, with the store's values, before an event changes it. Other
 * rows are packed when they have become many, and unpacked in the same way.
 */
export class HeldRows {
  readonly #models: readonly ReadModel[];
  readonly #inStore: StoredRows;
  readonly #hash: StateHash;
  readonly #stored: Tables;
  readonly #packed: ReadonlyMap<string, PackedTexts>;
  /** The same tables until they are split. */
  #final: Tables;

  constructor(models: readonly ReadModel[], inStore: StoredRows, hash: StateHash) {
    this.#models = models;
    this.#inStore = inStore;
    this.#hash = hash;
    this.#stored = new Map(models.map((model) => [model.name, new RowTable(model)]));
    this.#packed = new Map(models.map(({ name }) => [name, new PackedTexts()]));
    this.#final = this.#stored;
  }

  /** What the store should hold now, without the rows that are released or packed. */
  readonly stored = (model: string): RowTable => ofModel(this.#stored, model);

  /** The rows once all projections have reached the end of the log, without those that are released or packed. */
  readonly final = (model: string): RowTable => ofModel(this.#final, model);

  /** Whether `final` has tables of its own. */
  get isSplit(): boolean {
    return this.#final !== this.#stored;
  }

  /** How many rows are objects. */
  get unpacked(): number {
    const tables = this.isSplit ? [this.#stored, this.#final] : [this.#stored];
    return tables.flatMap((each) => [...each.values()]).reduce((sum, { size }) => sum + size, 0);
  }

  /** How many rows are held, with the memory of packed rows as rows. */
  get size(): number {
    const bytes = [...this.#packed.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    return this.unpacked + Math.ceil(bytes / bytesPerRow);
  }

  /** From now on changes to one of the two do not affect the other. */
  split(): void {
    if (this.isSplit) return;
    this.#final = new Map([...this.#stored].map(([name, table]) => [name, table.copy()]));
  }

  /** Whether a row is an object, which is neither released nor packed. Most rows that events change are. */
  isUnpacked(model: string, { text }: RowKey): boolean {
    return this.stored(model).has(text) || (this.isSplit && this.final(model).has(text));
  }

  isReleased(model: string, { text }: RowKey): boolean {
    return this.#inStore.isMatched(model, text);
  }

  /** Takes back a row that was released. */
  recall(model: ReadModel, key: string, row: Row): void {
    this.#inStore.unmatch(model.name, key);
    this.#hash.remove(model, row);
    this.stored(model.name).put(key, { ...row });
    if (this.isSplit) this.final(model.name).put(key, { ...row });
  }

  /** Takes back a row that was packed, if it was. */
  unpack(name: string, { text: key }: RowKey): void {
    const table = this.stored(name);
    const packed = this.#takePacked(table.model, key);
    if (packed === undefined) return;
    const { stored, final } = packed;
    if (this.isSplit && stored !== undefined && stored === final) Object.freeze(stored);
    if (stored !== undefined) table.put(key, stored);
    if (this.isSplit && final !== undefined) this.final(name).put(key, final);
  }

  /** Releases the rows that equal the store's, now and at the end of the log, and packs the others. */
  release(): void {
    for (const model of this.#models) {
      const [stored, final] = [this.stored(model.name), this.final(model.name)];
      for (const [key, row] of stored.drain()) {
        const last = this.isSplit ? final.take(key) : row;
        this.#releaseOrPack(model, key, row, last);
      }
      for (const [key, last] of final.drain()) this.#releaseOrPack(model, key, undefined, last);
    }
  }

  /** Ends the fold: counts all rows in the hash, and leaves those that should be stored and are not. */
  finish(): void {
    this.release();
    for (const model of this.#models) {
      for (const text of ofModel(this.#packed, model.name).texts()) {
        const { stored, final } = unpackRow(model, text);
        if (final !== undefined) this.#hash.add(model, final);
        if (stored === undefined) continue;
        const { text: key } = toRowKey(model, stored);
        if (this.#textIfStored(model, key, stored) !== undefined) {
          this.#inStore.match(model.name, key);
        }
      }
    }
  }

  /** Takes out a row that should be stored and is not, once the fold has ended. */
  takeExpected(model: ReadModel, key: string): Row | undefined {
    return this.#takePacked(model, key)?.stored;
  }

  /** The rows that should be stored and are not, once the fold has ended, in no certain order. */
  *expected(model: ReadModel): Iterable<Row> {
    for (const text of ofModel(this.#packed, model.name).texts()) {
      const { stored } = unpackRow(model, text);
      if (stored === undefined) continue;
      if (!this.#inStore.isMatched(model.name, toRowKey(model, stored).text)) yield stored;
    }
  }

  #takePacked(model: ReadModel, key: string): RowStates | undefined {
    const text = ofModel(this.#packed, model.name).take(key);
    return text === undefined ? undefined : unpackRow(model, text);
  }

  #releaseOrPack(
    model: ReadModel,
    key: string,
    stored: Row | undefined,
    final: Row | undefined,
  ): void {
    if (this.#releaseIfEqual(model, key, stored, final)) return;
    ofModel(this.#packed, model.name).put(key, packRow(model, stored, final));
  }

  #releaseIfEqual(
    model: ReadModel,
    key: string,
    stored: Row | undefined,
    final: Row | undefined,
  ): boolean {
    if (stored === undefined || final === undefined) return false;
    const text = this.#textIfStored(model, key, stored);
    if (text === undefined) return false;
    if (final !== stored && this.#textIfStored(model, key, final) === undefined) return false;
    this.#inStore.match(model.name, key);
    this.#hash.addText(text);
    return true;
  }

  /** The canonical text of a row that equals the store's; undefined if it does not. */
  #textIfStored(model: ReadModel, key: string, row: Row): string | undefined {
    if (!this.#inStore.has(model, key)) return undefined;
    const text = canonicalText(model, row);
    return this.#inStore.holds(model, key, text) ? text : undefined;
  }
}

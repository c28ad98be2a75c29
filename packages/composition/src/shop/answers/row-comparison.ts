import { FingerprintTable, type ReadModel, type ReadModelStore, type Row } from '@foldmart/core';
import {
  answeredColumns,
  expectedRow,
  modelOf,
  rowName,
  rowText,
  type EntityAnswer,
} from '@foldmart/generator';
import type { DifferenceList } from './difference-list.js';

const rowsAPage = 1_000;

/** Compares the rows of a store with those of a key. Memory holds a fingerprint of each row. */
export class RowComparison {
  readonly #expected = new FingerprintTable();
  readonly #forbidden = new FingerprintTable();
  readonly #counts = new Map<string, number>();
  readonly #different = new Map<string, Row>();
  readonly #timeOffset: string;
  readonly #differences: DifferenceList;
  #differing = 0;
  #others = 0;

  constructor(timeOffset: string, differences: DifferenceList) {
    this.#timeOffset = timeOffset;
    this.#differences = differences;
  }

  /** Rows of the key's entities in the store, by read model. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Rows that belong to no entity of the key. */
  get others(): number {
    return this.#others;
  }

  /** Whether rows are missing or different, so that {@link explain} must name them. */
  get hasDifferences(): boolean {
    return this.#expected.unmarked > 0 || this.#differing > 0;
  }

  expect(answer: EntityAnswer): void {
    const model = modelOf(answer.topic);
    if (answer.row === undefined) {
      this.#forbidden.add(nameOf(answer, model), '');
      return;
    }
    const row = expectedRow(model, answer.row, this.#timeOffset);
    this.#expected.add(rowName(model, row), rowText(model, row));
  }

  /** Reads all rows of a model. */
  async read(store: ReadModelStore, model: ReadModel): Promise<void> {
    const [key = ''] = model.key;
    let after: Row | undefined;
    for (;;) {
      const rows = await store.scan(model, { limit: rowsAPage, ...(after && { after }) });
      for (const row of rows) this.#see(model, row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < rowsAPage) return;
      after = { [key]: last[key] };
    }
  }

  #see(model: ReadModel, row: Row): void {
    const name = rowName(model, row);
    if (this.#forbidden.has(name)) {
      this.#count(model);
      this.#differences.add('unexpected row', name, 'no message that created it was to arrive');
    } else if (this.#expected.has(name)) {
      this.#count(model);
      if (!this.#expected.holds(name, rowText(model, row))) this.#note(name, row);
      this.#expected.mark(name, true);
    } else this.#others += 1;
  }

  #note(name: string, row: Row): void {
    this.#differing += 1;
    if (!this.#differences.isFull) this.#different.set(name, row);
    else this.#differences.add('different row', name, '');
  }

  #count({ name }: ReadModel): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Names what is wrong with an entity's row. Call it for each entity again, after all rows are read. */
  explain(answer: EntityAnswer): void {
    if (answer.row === undefined) return;
    const model = modelOf(answer.topic);
    const row = expectedRow(model, answer.row, this.#timeOffset);
    const name = rowName(model, row);
    if (!this.#expected.isMarked(name))
      this.#differences.add('missing row', name, 'the store has no such row');
    const found = this.#different.get(name);
    if (found !== undefined)
      this.#differences.add('different row', name, describe(model, row, found));
  }
}

function nameOf({ streamId }: EntityAnswer, { name }: ReadModel): string {
  // The id of a stream is the singular of its read model, `-`, and the id of its row.
  return `${name}/${streamId.slice(name.length)}`;
}

function describe(model: ReadModel, expected: Row, found: Row): string {
  const shown = (value: unknown): string => JSON.stringify(value ?? null);
  return answeredColumns(model)
    .filter((name) => shown(expected[name]) !== shown(found[name]))
    .map((name) => `${name} is ${shown(found[name])} instead of ${shown(expected[name])}`)
    .join(', ');
}

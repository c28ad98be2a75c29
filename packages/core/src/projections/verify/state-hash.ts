import { canonicalJson } from '../../values/canonical-json.js';
import type { ReadModel, Row } from '../read-model.js';

/** A cryptographic digest of a text, in hexadecimal: SHA-256, so that other parties can recompute the hash. */
export type Digest = (text: string) => string;

const modulus = 1n << 256n;

/**
 * A hash of a multiset of rows: the sum of the rows' digests, modulo 2^256. It does not depend on the order of the
 * rows. Columns that no event writes are not included.
 */
export class StateHash {
  readonly #digest: Digest;
  #sum = 0n;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  /** Adds a row in its canonical form. */
  add(model: ReadModel, row: Row): void {
    this.#sum = (this.#sum + this.#numberOf(model, row)) % modulus;
  }

  /** Removes a row that was added. */
  remove(model: ReadModel, row: Row): void {
    this.#sum = (this.#sum + modulus - this.#numberOf(model, row)) % modulus;
  }

  /** Adds the rows of another hash. */
  merge(other: StateHash): void {
    this.#sum = (this.#sum + other.#sum) % modulus;
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }

  #numberOf(model: ReadModel, row: Row): bigint {
    return BigInt(`0x${this.#digest(canonicalText(model, row))}`);
  }
}

const sortedColumns = new WeakMap<ReadModel, readonly string[]>();

/** The canonical JSON of a model's name and a row. Most rows have plain values only, whose order is the columns'. */
function canonicalText(model: ReadModel, row: Row): string {
  const columns: Record<string, unknown> = {};
  let isPlain = true;
  for (const name of columnsInOrder(model)) {
    const value = row[name] ?? null;
    columns[name] = value;
    isPlain &&= typeof value !== 'object' || value === null;
  }
  const named = [model.name, columns];
  return isPlain ? JSON.stringify(named) : canonicalJson(named);
}

function columnsInOrder(model: ReadModel): readonly string[] {
  const known = sortedColumns.get(model);
  if (known !== undefined) return known;
  const sorted = Object.keys(model.columns).sort();
  sortedColumns.set(model, sorted);
  return sorted;
}

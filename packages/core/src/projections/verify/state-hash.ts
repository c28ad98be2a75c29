import type { ReadModel, Row } from '../read-model.js';
import { canonicalText } from './canonical-text.js';

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
    this.addText(canonicalText(model, row));
  }

  /** Adds a row as its canonical text. */
  addText(text: string): void {
    this.#add(this.#numberOf(text));
  }

  /** Removes a row that was added. */
  remove(model: ReadModel, row: Row): void {
    this.#add(modulus - this.#numberOf(canonicalText(model, row)));
  }

  /** Adds the rows of another hash. */
  merge(other: StateHash): void {
    this.#add(other.#sum);
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }

  /** Both are below the modulus, so that no division is needed. */
  #add(number: bigint): void {
    const sum = this.#sum + number;
    this.#sum = sum < modulus ? sum : sum - modulus;
  }

  #numberOf(text: string): bigint {
    return BigInt(`0x${this.#digest(text)}`);
  }
}

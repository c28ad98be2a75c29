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
    const columns = Object.keys(model.columns).map((name) => [name, row[name] ?? null] as const);
    const text = canonicalJson([model.name, Object.fromEntries(columns)]);
    this.#sum = (this.#sum + BigInt(`0x${this.#digest(text)}`)) % modulus;
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }
}

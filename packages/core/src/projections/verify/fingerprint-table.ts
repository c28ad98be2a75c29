import { FingerprintIndex, grown, notIndexed } from './fingerprint-index.js';
import { writeFingerprint } from './fingerprint.js';

const smallest = 64;

const [unmarked, marked] = [1, 2] as const;

/**
 * Texts with a text for each, both as fingerprints, and with a mark: about 30 bytes for each, whatever the texts. Texts
 * can be added and marked, and not removed.
 */
export class FingerprintTable {
  readonly #index = new FingerprintIndex();
  #contents = new Uint32Array(2 * smallest);
  #states = new Uint8Array(smallest);
  #marks = 0;
  readonly #content = new Uint32Array(2);

  get size(): number {
    return this.#index.size;
  }

  /** How many are not marked. */
  get unmarked(): number {
    return this.size - this.#marks;
  }

  /** Adds a text with its content, unmarked. */
  add(text: string, content: string): void {
    const number = this.#index.add(text);
    if (number === this.#states.length) {
      this.#states = grown(this.#states);
      const contents = this.#contents;
      this.#contents = new Uint32Array(2 * this.#states.length);
      this.#contents.set(contents);
    }
    if (this.#states[number] === marked) this.#marks -= 1;
    this.#contents.set(writeFingerprint(content, this.#content), 2 * number);
    this.#states[number] = unmarked;
  }

  has(text: string): boolean {
    return this.#index.find(text) !== notIndexed;
  }

  /** Whether the text was added with this content. */
  holds(text: string, content: string): boolean {
    const number = this.#index.find(text);
    if (number === notIndexed) return false;
    const { 0: high, 1: low } = writeFingerprint(content, this.#content);
    return this.#contents[2 * number] === high && this.#contents[2 * number + 1] === low;
  }

  isMarked(text: string): boolean {
    return this.#states[this.#index.find(text)] === marked;
  }

  /** Sets or removes the mark of a text that was added. */
  mark(text: string, isMarked: boolean): void {
    const number = this.#index.find(text);
    const state = isMarked ? marked : unmarked;
    if (number === notIndexed || this.#states[number] === state) return;
    this.#states[number] = state;
    this.#marks += isMarked ? 1 : -1;
  }
}

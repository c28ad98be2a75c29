import { writeFingerprint, type FingerprintHalves } from './fingerprint.js';

const smallest = 64;
/** Of the slots; above it the table doubles. */
const mostUsed = 0.7;

const [empty, unmarked, marked] = [0, 1, 2] as const;

/**
 * Texts with a text for each, both as fingerprints, and with a mark: 17 bytes a slot, whatever the texts. Texts can
 * be added and marked, and not removed.
 */
export class FingerprintTable {
  #capacity = smallest;
  #halves = new Uint32Array(4 * smallest);
  #states = new Uint8Array(smallest);
  #size = 0;
  #marks = 0;
  readonly #key = new Uint32Array(2);
  readonly #content = new Uint32Array(2);

  get size(): number {
    return this.#size;
  }

  /** How many are not marked. */
  get unmarked(): number {
    return this.#size - this.#marks;
  }

  /** Adds a text with its content, unmarked. */
  add(text: string, content: string): void {
    if (this.#size + 1 > mostUsed * this.#capacity) this.#double();
    const slot = this.#slotOfText(text);
    if (this.#states[slot] === empty) this.#size += 1;
    this.#halves.set(this.#key, 4 * slot);
    this.#halves.set(writeFingerprint(content, this.#content), 4 * slot + 2);
    this.#states[slot] = unmarked;
  }

  has(text: string): boolean {
    return this.#stateOf(text) !== empty;
  }

  /** Whether the text was added with this content. */
  holds(text: string, content: string): boolean {
    const slot = this.#slotOfText(text);
    if (this.#states[slot] === empty) return false;
    const { 0: high, 1: low } = writeFingerprint(content, this.#content);
    return this.#halves[4 * slot + 2] === high && this.#halves[4 * slot + 3] === low;
  }

  isMarked(text: string): boolean {
    return this.#stateOf(text) === marked;
  }

  /** Sets or removes the mark of a text that was added. */
  mark(text: string, isMarked: boolean): void {
    const slot = this.#slotOfText(text);
    const state = isMarked ? marked : unmarked;
    if (this.#states[slot] === empty || this.#states[slot] === state) return;
    this.#states[slot] = state;
    this.#marks += isMarked ? 1 : -1;
  }

  #stateOf(text: string): number {
    return this.#size === 0 ? empty : (this.#states[this.#slotOfText(text)] ?? empty);
  }

  #slotOfText(text: string): number {
    return this.#slotOf(writeFingerprint(text, this.#key));
  }

  /** The slot of a key, or the empty one that it would take. */
  #slotOf(key: FingerprintHalves): number {
    const last = this.#capacity - 1;
    const high = key[0] ?? 0;
    const low = key[1] ?? 0;
    for (let slot = low & last; ; slot = (slot + 1) & last) {
      if (this.#states[slot] === empty) return slot;
      if (this.#halves[4 * slot] === high && this.#halves[4 * slot + 1] === low) return slot;
    }
  }

  #double(): void {
    const [capacity, halves, states] = [this.#capacity, this.#halves, this.#states];
    this.#capacity *= 2;
    this.#halves = new Uint32Array(4 * this.#capacity);
    this.#states = new Uint8Array(this.#capacity);
    for (let old = 0; old < capacity; old += 1) {
      if (states[old] === empty) continue;
      const entry = halves.subarray(4 * old, 4 * old + 4);
      const slot = this.#slotOf(entry.subarray(0, 2));
      this.#halves.set(entry, 4 * slot);
      this.#states[slot] = states[old] ?? unmarked;
    }
  }
}

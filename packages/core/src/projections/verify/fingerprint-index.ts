import { writeFingerprint } from './fingerprint.js';

const smallest = 64;
/** Of the slots; above it they double. */
const mostUsed = 0.7;

/** What {@link FingerprintIndex.find} gives for a text that was not added. */
export const notIndexed = -1;

/**
 * Numbers texts from 0, in the order in which they were added. It keeps their fingerprints, about 20 bytes for each
 * text, however long the text is. Texts cannot be removed.
 */
export class FingerprintIndex {
  /** The number of a text and 1; 0 in an empty slot. */
  #slots = new Uint32Array(smallest);
  #halves = new Uint32Array(2 * smallest);
  #size = 0;
  readonly #key = new Uint32Array(2);

  get size(): number {
    return this.#size;
  }

  /** The number of a text; {@link notIndexed} if it was not added. */
  find(text: string): number {
    if (this.#size === 0) return notIndexed;
    writeFingerprint(text, this.#key);
    return (this.#slots[this.#slotOf(this.#key[0] ?? 0, this.#key[1] ?? 0)] ?? 0) - 1;
  }

  /** The number of a text, which is added if it is new. */
  add(text: string): number {
    writeFingerprint(text, this.#key);
    const { 0: high = 0, 1: low = 0 } = this.#key;
    const known = this.#slots[this.#slotOf(high, low)] ?? 0;
    if (known > 0) return known - 1;
    if (this.#size + 1 > mostUsed * this.#slots.length) this.#double();
    return this.#append(high, low);
  }

  #append(high: number, low: number): number {
    const number = this.#size;
    if (2 * number === this.#halves.length) this.#halves = grown(this.#halves);
    this.#halves[2 * number] = high;
    this.#halves[2 * number + 1] = low;
    this.#slots[this.#slotOf(high, low)] = number + 1;
    this.#size += 1;
    return number;
  }

  /** The slot of a fingerprint, or the empty one that it would take. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    const halves = this.#halves;
    const last = slots.length - 1;
    for (let slot = low & last; ; slot = (slot + 1) & last) {
      const place = 2 * ((slots[slot] ?? 0) - 1);
      if (place < 0 || (halves[place] === high && halves[place + 1] === low)) return slot;
    }
  }

  #double(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let number = 0; number < this.#size; number += 1) {
      const at = 2 * number;
      const slot = this.#slotOf(this.#halves[at] ?? 0, this.#halves[at + 1] ?? 0);
      this.#slots[slot] = number + 1;
    }
  }
}

/** A copy with room for half as many numbers again. */
export function grown<Numbers extends Uint8Array | Uint32Array>(numbers: Numbers): Numbers {
  const Kind = numbers.constructor as new (length: number) => Numbers;
  const larger = new Kind(2 * Math.ceil(0.75 * numbers.length));
  larger.set(numbers);
  return larger;
}

/** A pseudo-random sequence from a seed: xoshiro128** by Blackman and Vigna. */
export class SeededNumbers {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let mixed = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      return mix(mixed);
    });
  }

  /** A whole number from 0, below 2^32. */
  next(): number {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const [withA, withB] = [c ^ a, d ^ b];
    state[0] = a ^ withB;
    state[1] = b ^ withA;
    state[2] = withA ^ (b << 9);
    state[3] = rotate(withB, 11);
    return result;
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    return ((this.next() >>> 5) * 67_108_864 + (this.next() >>> 6)) / 9_007_199_254_740_992;
  }

  /** A whole number from 0, below `count`. */
  below(count: number): number {
    return Math.floor((this.next() / 4_294_967_296) * count);
  }
}

/** A seed for the numbers of `name`, independent of those of other names. */
export function seedFor(seed: number, name: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return mix(hash);
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

import type { IdSource, Random } from '@foldmart/core';
import type { Chance, SeededRandom } from '@foldmart/core/shop';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { seededState } from './seeded-state.js';

/** Any text or number; a number and its text are the same seed. */
export type Seed = string | number;

/**
 * Reproducible randomness of a seed. `seededChance(7)('orders')` gives the same numbers and ids in every process and
 * release; other seeds and names give others. Each call restarts its sequence.
 */
export function seededChance(seed: Seed): SeededRandom {
  return (name): Chance => ({
    random: seededRandom(seed, `${name}/random`),
    ids: seededIds(seed, `${name}/ids`),
  });
}

/** Reproducible numbers, uniform in [0, 1), with 53 bits. */
export function seededRandom(seed: Seed, name = 'random'): Random {
  const generator = generatorOf(seed, name);
  return {
    next: () => ((generator.next() >>> 5) * 0x4000000 + (generator.next() >>> 6)) / 2 ** 53,
  };
}

/** Reproducible UUIDs of version 4 (RFC 9562). */
export function seededIds(seed: Seed, name = 'ids'): IdSource {
  const generator = generatorOf(seed, name);
  return { next: () => uuidV4(generator) };
}

function generatorOf(seed: Seed, name: string): RandomGenerator {
  const state = seededState(`${String(seed)}\u0000${name}`);
  return xoroshiro128plusFromState(state);
}

const hexCodes = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const dash = '-'.charCodeAt(0);
const characters = new Array<number>(36).fill(dash);

/** From character codes: a text of joined parts keeps all of them in memory until it is read. */
function uuidV4(generator: RandomGenerator): string {
  const [a, b, c, d] = [generator.next(), generator.next(), generator.next(), generator.next()];
  putWord(a, 0, 4);
  putWord((b & 0xffff_0fff) | 0x4000, 9, 14);
  putWord((c & 0x3fff_ffff) | 0x8000_0000, 19, 24);
  putWord(d, 28, 32);
  return String.fromCharCode.apply(null, characters);
}

/** Puts the eight digits of a word, four at each place. */
function putWord(word: number, high: number, low: number): void {
  for (let digit = 0; digit < 4; digit += 1) {
    characters[high + digit] = hexCodes[(word >>> (28 - 4 * digit)) & 15] ?? dash;
    characters[low + digit] = hexCodes[(word >>> (12 - 4 * digit)) & 15] ?? dash;
  }
}

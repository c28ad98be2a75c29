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

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function uuidV4(generator: RandomGenerator): string {
  const [a, b, c, d] = [generator.next(), generator.next(), generator.next(), generator.next()];
  const versioned = (b & 0xffff_0fff) | 0x4000;
  const varianted = (c & 0x3fff_ffff) | 0x8000_0000;
  return `${hexHigh(a)}${hexLow(a)}-${hexHigh(versioned)}-${hexLow(versioned)}-${hexHigh(varianted)}-${hexLow(varianted)}${hexHigh(d)}${hexLow(d)}`;
}

function hexHigh(word: number): string {
  return hex(word >>> 24) + hex((word >>> 16) & 255);
}

function hexLow(word: number): string {
  return hex((word >>> 8) & 255) + hex(word & 255);
}

function hex(byte: number): string {
  return hexOfByte[byte] ?? '';
}

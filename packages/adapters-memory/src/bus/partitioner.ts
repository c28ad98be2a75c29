import type { Random } from '@foldmart/core';
import { murmur2 } from './murmur2.js';

/** The partition of a key, as Kafka's default partitioner chooses it. */
export function partitionOfKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** Chooses partitions: by hash for a key, in turn (from a random one) for messages without. */
export class Partitioner {
  #next: number;

  constructor(random: Random) {
    this.#next = Math.floor(random.next() * 0x10000);
  }

  partition(key: Uint8Array | null, partitions: number): number {
    if (key !== null) return partitionOfKey(key, partitions);
    this.#next += 1;
    return this.#next % partitions;
  }
}

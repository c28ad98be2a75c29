import { partitionForKey, type Random } from '@foldmart/core';

/** Chooses partitions: by Kafka's hash for a key, in turn (from a random one) for messages without. */
export class Partitioner {
  #next: number;

  constructor(random: Random) {
    this.#next = Math.floor(random.next() * 0x10000);
  }

  partition(key: Uint8Array | null, partitions: number): number {
    if (key !== null) return partitionForKey(key, partitions);
    this.#next += 1;
    return this.#next % partitions;
  }
}

import { partitionForKey, type Random } from '@foldmart/core';

/** The partition of a key, as Kafka's Java clients choose it. */
export function partitionOfKey(key: string | Uint8Array, partitions: number): number {
  return partitionForKey(typeof key === 'string' ? Buffer.from(key) : key, partitions);
}

/** Long enough to be worth its own request, and short enough to spread a small call. */
const RUN_MESSAGES = 16;

/**
 * Sends messages without a key to one partition for a while, then to the next (sticky as in KIP-480, but round
 * robin).
 */
export class StickyPartition {
  readonly #batchBytes: number;
  #partition: number;
  #runBytes = 0;
  #runMessages = 0;

  constructor(random: Random, batchBytes: number) {
    this.#batchBytes = batchBytes;
    this.#partition = Math.floor(random.next() * 1_024);
  }

  /** The partition for the next message, of `sizeBytes`. */
  next(partitions: number, sizeBytes: number): number {
    if (this.#runBytes >= this.#batchBytes || this.#runMessages >= RUN_MESSAGES) {
      this.#partition += 1;
      this.#runBytes = 0;
      this.#runMessages = 0;
    }
    this.#runBytes += sizeBytes;
    this.#runMessages += 1;
    return this.#partition % partitions;
  }
}

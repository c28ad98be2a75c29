import type { Random } from '../ports/random.js';
import { partitionForKey } from './murmur2.js';

const utf8 = new TextEncoder();

/** Chooses partitions: by Kafka's hash for a key, in turn (from a random one) for messages without. */
export class Partitioner {
  #turn: number;

  constructor(random: Random) {
    this.#turn = Math.floor(random.next() * 0x10000);
  }

  /** Text keys count as UTF-8. */
  partition(key: string | Uint8Array | null, partitions: number): number {
    if (key !== null) {
      return partitionForKey(typeof key === 'string' ? utf8.encode(key) : key, partitions);
    }
    this.#turn += 1;
    return this.#turn % partitions;
  }
}

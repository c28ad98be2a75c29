import type { FetchedPartition, FetchedRecord } from '../client/kafka-client.js';

/** Consecutive records of a partition, and the offset after them. */
export interface Slice {
  readonly records: readonly FetchedRecord[];
  readonly nextOffset: bigint;
}

type Fetched = {
  readonly records: readonly FetchedRecord[];
  readonly nextOffset: bigint;
  taken: number;
};

/** Records of a partition that were fetched and not yet handled. */
export class RecordBuffer {
  readonly #fetched: Fetched[] = [];
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push({ records, nextOffset }: FetchedPartition): void {
    this.#fetched.push({ records, nextOffset, taken: 0 });
    this.#count += records.length;
    for (const record of records) this.#bytes += record.payloadBytes;
  }

  /** The next records up to both bounds, at least one. The buffer must not be empty. */
  take(maxRecords: number, maxBytes: number): Slice {
    const records: FetchedRecord[] = [];
    let bytes = 0;
    let next = this.#peek();
    while (next !== undefined && records.length < maxRecords) {
      const size = next.payloadBytes;
      if (records.length > 0 && bytes + size > maxBytes) break;
      records.push(next);
      bytes += size;
      this.#step();
      next = this.#peek();
    }
    this.#count -= records.length;
    this.#bytes -= bytes;
    return { records, nextOffset: this.#offsetBehind(records) };
  }

  clear(): void {
    this.#fetched.length = 0;
    this.#count = 0;
    this.#bytes = 0;
  }

  #peek(): FetchedRecord | undefined {
    for (let first = this.#fetched[0]; first !== undefined; first = this.#fetched[0]) {
      const record = first.records[first.taken];
      if (record !== undefined) return record;
      if (this.#fetched.length === 1) return undefined;
      this.#fetched.shift();
    }
    return undefined;
  }

  #step(): void {
    const [first] = this.#fetched;
    if (first !== undefined) first.taken += 1;
  }

  // After the last record of a response come those that were left out, such as transaction markers.
  #offsetBehind(records: readonly FetchedRecord[]): bigint {
    const [first] = this.#fetched;
    if (first !== undefined && first.taken === first.records.length) {
      this.#fetched.shift();
      return first.nextOffset;
    }
    return BigInt(records.at(-1)?.offset ?? -1) + 1n;
  }
}

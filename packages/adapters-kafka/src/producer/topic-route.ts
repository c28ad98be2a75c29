import type { Random } from '@foldmart/core';
import type { SizedRecord } from '../codec.js';
import { chunkByPartition, type RecordChunk } from './chunking.js';
import type { PartitionLane } from './partition-lane.js';
import { partitionOfKey, StickyPartition } from './partitioner.js';

export interface RouteOptions {
  readonly partitions: number;
  readonly maxRequestBytes: number;
  readonly batchBytes: number;
  readonly random: Random;
  /** The open lanes by partition. They outlive the route, so that a new route does not overtake the old one. */
  readonly lanes: Map<number, PartitionLane>;
  readonly openLane: (partition: number) => PartitionLane;
}

/** The lanes to the partitions of a topic. */
export class TopicRoute {
  readonly #options: RouteOptions;
  readonly #sticky: StickyPartition;
  /** Updated when partitions are added to the topic. */
  partitions: number;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#sticky = new StickyPartition(options.random, options.batchBytes);
    this.partitions = options.partitions;
  }

  /**
   * Adds the records of a call to their lanes. Resolves when all are written. Rejects with the first failure, while others
   * may still be on their way; calls `onSettled` when none is.
   */
  send(records: readonly SizedRecord[], call: number, onSettled: () => void): Promise<void> {
    const chunks = this.#chunksOf(records);
    return new Promise((resolve, reject) => {
      let open = chunks.length;
      const settle = (error?: Error): void => {
        open -= 1;
        if (error !== undefined) reject(error);
        if (open > 0) return;
        resolve();
        onSettled();
      };
      for (const { partition, records: some, requestBytes } of chunks) {
        this.#lane(partition).add({ records: some, requestBytes, call, settle });
      }
    });
  }

  #chunksOf(records: readonly SizedRecord[]): readonly RecordChunk[] {
    const [only] = records;
    if (only !== undefined && records.length === 1) {
      const { record, requestBytes } = only;
      return [{ partition: this.#partitionOf(only), records: [record], requestBytes }];
    }
    const partitionOf = (record: SizedRecord) => this.#partitionOf(record);
    return chunkByPartition(records, partitionOf, this.#options.maxRequestBytes);
  }

  #partitionOf({ record, requestBytes }: SizedRecord): number {
    if (record.key !== null) return partitionOfKey(record.key, this.partitions);
    return this.#sticky.next(this.partitions, requestBytes);
  }

  #lane(partition: number): PartitionLane {
    const { lanes, openLane } = this.#options;
    const lane = lanes.get(partition) ?? openLane(partition);
    lanes.set(partition, lane);
    return lane;
  }
}

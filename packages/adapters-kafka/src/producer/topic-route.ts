import type { Random } from '@foldmart/core';
import type { SizedRecord } from '../codec.js';
import { chunkByPartition } from './chunking.js';
import type { PartitionLane } from './partition-lane.js';
import { partitionOfKey, StickyPartition } from './partitioner.js';

export interface RouteOptions {
  readonly partitions: number;
  readonly maxRequestBytes: number;
  readonly batchBytes: number;
  readonly random: Random;
  readonly openLane: (partition: number) => PartitionLane;
}

/** The lanes to the partitions of a topic. */
export class TopicRoute {
  readonly #options: RouteOptions;
  readonly #sticky: StickyPartition;
  readonly #lanes = new Map<number, PartitionLane>();
  /** Updated when partitions are added to the topic. */
  partitions: number;

  constructor(options: RouteOptions) {
    this.#options = options;
    this.#sticky = new StickyPartition(options.random, options.batchBytes);
    this.partitions = options.partitions;
  }

  /** Adds records to their lanes. Resolves when all are written, and rejects with the first failure. */
  async send(records: readonly SizedRecord[]): Promise<void> {
    const partitionOf = (record: SizedRecord) => this.#partitionOf(record);
    const chunks = chunkByPartition(records, partitionOf, this.#options.maxRequestBytes);
    const failures: unknown[] = [];
    await new Promise<void>((resolve) => {
      let open = chunks.length;
      const settle = (error?: unknown) => {
        if (error !== undefined) failures.push(error);
        open -= 1;
        if (open === 0) resolve();
      };
      for (const chunk of chunks) this.#lane(chunk.partition).add({ ...chunk, settle });
    });
    if (failures.length > 0) throw failures[0];
  }

  lanes(): Iterable<PartitionLane> {
    return this.#lanes.values();
  }

  #partitionOf({ record, requestBytes }: SizedRecord): number {
    if (record.key !== null) return partitionOfKey(record.key, this.partitions);
    return this.#sticky.next(this.partitions, requestBytes);
  }

  #lane(partition: number): PartitionLane {
    const lane = this.#lanes.get(partition) ?? this.#options.openLane(partition);
    this.#lanes.set(partition, lane);
    return lane;
  }
}

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
  /** The open lanes by partition. They outlive the route, so that a new route does not overtake the old one. */
  readonly lanes: Map<number, PartitionLane>;
  readonly openLane: (partition: number) => PartitionLane;
}

/** Records on their way. */
export interface Sending {
  /** Resolves when all are written. Rejects with the first failure, while others may still be on their way. */
  readonly written: Promise<void>;
  /** Resolves when none is on its way. */
  readonly settled: Promise<void>;
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

  /** Adds the records of a call to their lanes. */
  send(records: readonly SizedRecord[], call: number): Sending {
    const partitionOf = (record: SizedRecord) => this.#partitionOf(record);
    const chunks = chunkByPartition(records, partitionOf, this.#options.maxRequestBytes);
    const sent = chunks.map(
      ({ partition, ...chunk }) =>
        new Promise<void>((resolve, reject) => {
          const settle = (error?: Error) => (error === undefined ? resolve() : reject(error));
          this.#lane(partition).add({ ...chunk, call, settle });
        }),
    );
    return {
      written: Promise.all(sent).then(() => undefined),
      settled: Promise.allSettled(sent).then(() => undefined),
    };
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

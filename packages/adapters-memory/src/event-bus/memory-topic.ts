import type { TopicSpec } from '@foldmart/core';
import { recordOverheadBytes, type MessageRecord } from './message-record.js';
import { PartitionLog } from './partition-log.js';
import type { RetainedSpace } from './retained-space.js';

/** The memory that a record takes from the broker, in bytes. */
export function roomOf(record: MessageRecord): number {
  return record.sizeBytes + recordOverheadBytes;
}

/** A topic. If it is deleted and created again, that is another instance. */
export class MemoryTopic {
  readonly name: string;
  readonly id: string;
  retentionMs: number;
  readonly #partitions: PartitionLog[];
  readonly #space: RetainedSpace;

  constructor(spec: TopicSpec, id: string, space: RetainedSpace) {
    this.name = spec.name;
    this.id = id;
    this.retentionMs = spec.retentionMs;
    this.#partitions = Array.from({ length: spec.partitions }, () => new PartitionLog());
    this.#space = space;
  }

  get partitions(): readonly PartitionLog[] {
    return this.#partitions;
  }

  /** Adds empty partitions, up to `total`. */
  addPartitions(total: number): void {
    while (this.#partitions.length < total) this.#partitions.push(new PartitionLog());
  }

  /** Drops messages older than the retention, by the monotonic clock. */
  expire(nowMs: number): void {
    const keptSinceMs = nowMs - this.retentionMs;
    for (const log of this.partitions) {
      this.#free(log.dropWhile((record) => record.appendedAtMs < keptSinceMs));
    }
  }

  /** Drops messages of a partition below `offset` while memory is tight. */
  dropRead(partition: number, offset: number): void {
    const log = this.partitions[partition];
    while (log !== undefined && this.#space.isTight && log.start < offset) {
      const border = Math.min(offset, log.start + 64);
      this.#free(log.dropWhile((_record, at) => at < border));
    }
  }

  /** Drops all messages, because the topic is deleted. */
  clear(): void {
    for (const log of this.partitions) {
      this.#free(log.dropWhile(() => true));
    }
  }

  #free(dropped: readonly MessageRecord[]): void {
    if (dropped.length === 0) return;
    this.#space.give(dropped.reduce((bytes, record) => bytes + roomOf(record), 0));
  }
}

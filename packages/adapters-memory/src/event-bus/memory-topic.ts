import type { TopicSpec } from '@foldmart/core';
import { recordOverheadBytes, type MessageRecord } from './message-record.js';
import { PartitionLog } from './partition-log.js';
import type { RetainedSpace } from './retained-space.js';

/** The room that a record takes of the broker's. */
export function roomOf(record: MessageRecord): number {
  return record.sizeBytes + recordOverheadBytes;
}

/** A topic in one of its lives: deleted and created again, it is another one. */
export class MemoryTopic {
  readonly name: string;
  readonly retentionMs: number;
  readonly partitions: readonly PartitionLog[];
  readonly #space: RetainedSpace;

  constructor(spec: TopicSpec, space: RetainedSpace) {
    this.name = spec.name;
    this.retentionMs = spec.retentionMs;
    this.partitions = Array.from({ length: spec.partitions }, () => new PartitionLog());
    this.#space = space;
  }

  /** Drops what is older than the retention, by the monotonic clock. */
  expire(nowMs: number): void {
    const keptSinceMs = nowMs - this.retentionMs;
    for (const log of this.partitions) {
      this.#free(log.dropWhile((record) => record.appendedAtMs < keptSinceMs));
    }
  }

  /** Drops messages of a partition below `offset` for as long as room is tight. */
  dropRead(partition: number, offset: number): void {
    const log = this.partitions[partition];
    while (log !== undefined && this.#space.isTight && log.start < offset) {
      const border = Math.min(offset, log.start + 64);
      this.#free(log.dropWhile((_record, at) => at < border));
    }
  }

  /** Drops everything, as the topic is deleted. */
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

import type { DeliveredMessage } from '../messaging/message.js';

/** Which messages of a topic to read. */
export interface ReadRequest {
  readonly partition: number;
  /** The first offset to read. */
  readonly from: string;
  /** The maximum number of messages. A whole number from 1. */
  readonly limit: number;
}

/** Consecutive messages of a partition. */
export interface ReadPage {
  /** In order; empty if there is none at `from` or later yet. */
  readonly messages: readonly DeliveredMessage[];
  /** Where to continue. It can be after the last message, because transports leave out offsets. */
  readonly next: string;
  /** The offset after the last message of the partition; nothing is left to read if `next` has reached it. */
  readonly end: string;
}

/** The offset of a message in a partition. */
export interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
}

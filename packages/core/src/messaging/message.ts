/** Text headers by name. A transport's binary header values are read as UTF-8. */
export type MessageHeaders = Readonly<Record<string, string>>;

/** A message to publish. Messages of one key go to one partition and stay in order. */
export interface OutgoingMessage {
  /** Null spreads messages over the partitions, without any order between them. */
  readonly key: string | Uint8Array | null;
  /** The body, a string being sent as UTF-8; null is a tombstone. */
  readonly value: string | Uint8Array | null;
  readonly headers?: MessageHeaders;
}

/** The position of a message; unique within one life of its topic. */
export interface MessageCoordinates {
  readonly topic: string;
  readonly partition: number;
  /** The transport's own text for the position; ordered within the partition, opaque otherwise. */
  readonly offset: string;
}

/** A message as it was published, byte for byte. */
export interface DeliveredMessage extends MessageCoordinates {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
  /** When the transport took it, in milliseconds since the epoch. */
  readonly timestampMs: number;
}

/**
 * Where a batch lies in its partition, in decimal integers from 0. Contiguous: `from` is the `next` of the batch that the group
 * handled before, by whichever member, also if a transport holds no message at an offset between, or has removed it.
 */
export interface BatchPosition {
  /** The group's position before the batch. */
  readonly from: string;
  /** The group's position after the batch. */
  readonly next: string;
  /** The identity of the topic; null if the transport has none, or does not know it. */
  readonly topicId: string | null;
}

/** Consecutive messages of one partition, in order; never empty. */
export interface MessageBatch {
  readonly topic: string;
  readonly partition: number;
  readonly position: BatchPosition;
  readonly messages: readonly DeliveredMessage[];
}
